import * as vscode from 'vscode';
import { isDefinitionName } from '../../jobs/definitionKind.ts';
import { UserError } from '../../shared/errors.ts';

const pattern = '**/*.{training-job,tuning-job}.{yaml,yml,json}';
const atMost = 200;
const texts = {
  title: 'Choose a job definition',
  none: 'There is no job definition in this workspace; create a file such as boston.training-job.yaml, or open the Boston Housing example.',
};

/** The same with unsaved changes saved, so that what runs is what is on the screen. @returns Undefined also when the user left the saving of a new one. */
export async function savedDefinitionTarget(target: unknown): Promise<vscode.TextDocument | undefined> {
  const document = await definitionTarget(target);
  if (document === undefined) return undefined;
  // Saving makes another document of one that was never saved; this one is empty from then on.
  if (document.isUntitled) {
    const saved = await vscode.workspace.save(document.uri);
    return saved === undefined ? undefined : definitionTarget(saved);
  }
  if (document.isDirty && !(await document.save()))
    throw new UserError(`${document.uri.fsPath} could not be saved; save it and run it again.`);
  return document;
}

/**
 * The definition file a command is meant for: the one it was called on, the active editor's, or one the user picks.
 * @returns Undefined when the user picked none.
 * @throws UserError when the file is no job definition or the workspace has none.
 */
export async function definitionTarget(target: unknown): Promise<vscode.TextDocument | undefined> {
  const uri =
    target instanceof vscode.Uri ? target : (shownFile(isDefinitionName) ?? (await pickedFile(pattern, texts)));
  if (uri === undefined) return undefined;
  if (!isDefinitionName(uri.path))
    throw new UserError(
      `${uri.fsPath} is not a job definition; name it like boston.training-job.yaml or boston.tuning-job.yaml.`,
    );
  return vscode.workspace.openTextDocument(uri);
}

/** The active editor's file, or, where a panel has the focus, the only one of the kind on the screen. */
export function shownFile(isMeant: (path: string) => boolean): vscode.Uri | undefined {
  const isOne = (uri: vscode.Uri | undefined): uri is vscode.Uri => uri !== undefined && isMeant(uri.path);
  const active = vscode.window.activeTextEditor?.document.uri;
  if (isOne(active)) return active;
  const visible = vscode.window.visibleTextEditors.map(({ document }) => document.uri).filter(isOne);
  return visible.length === 1 ? visible[0] : undefined;
}

/** The workspace's only file of a kind, or one that the user picks. @throws UserError with `none` where there is none. */
export async function pickedFile(
  pattern: string,
  { title, none }: { readonly title: string; readonly none: string },
): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.venv,.git}/**', atMost);
  if (files.length === 0) throw new UserError(none);
  if (files.length === 1) return files[0];
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { title }))?.uri;
}
