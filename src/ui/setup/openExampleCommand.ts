import * as vscode from 'vscode';
import { UserError } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';

/** **SageMaker: Open Boston Housing Example…**: copies the example to a folder of the user's choice and opens it. */
export function openExampleCommand({ extensionUri, walkthrough }: Pick<UiParts, 'extensionUri' | 'walkthrough'>) {
  return async (): Promise<void> => {
    const [parent] =
      (await vscode.window.showOpenDialog({
        title: 'Folder to put the example in',
        openLabel: 'Copy Example Here',
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (parent === undefined) return;
    const target = vscode.Uri.joinPath(parent, 'boston');
    if (!(await exists(target))) await copyExample(extensionUri, target);
    await walkthrough.reach('exampleOpened'); // before this window, and with it this program, may give way to the next
    await vscode.commands.executeCommand('vscode.openFolder', target, {
      forceNewWindow: vscode.workspace.workspaceFolders !== undefined,
    });
  };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, 'boston.training-job.yaml'));
    return true;
  } catch {
    return false; // nothing there to open again
  }
}

async function copyExample(extensionUri: vscode.Uri, target: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'examples', 'boston'), target, {
      overwrite: false,
    });
  } catch (error) {
    throw new UserError(
      `The example could not be copied to ${target.fsPath}; choose a folder that can be written and has no other 'boston' in it.`,
      { cause: error },
    );
  }
}
