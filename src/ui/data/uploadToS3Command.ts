import * as vscode from 'vscode';
import { UserError } from '../../shared/errors.ts';
import { requireTrust } from '../trust.ts';
import type { DataParts } from './dataParts.ts';
import { pickData } from './pickData.ts';
import { sendFiles } from './sendFiles.ts';

/** **SageMaker: Upload to S3…** of files and folders of the Explorer, else of the file in the editor. */
export function uploadToS3Command(parts: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('uploaded');
    const paths = pathsOf(args);
    if (paths.length === 0)
      throw new UserError('There is no file to upload; open one, or choose files in the Explorer.');
    const [target] = await pickData(parts.connections, [], { kinds: ['bucket', 'folder'], title: 'Upload to S3' });
    if (target !== undefined) await sendFiles(parts, target, paths);
  };
}

/** @param args - As the Explorer gives them: the file of the menu, then all selected ones. */
function pathsOf([first, all]: readonly unknown[]): string[] {
  const given: readonly unknown[] = Array.isArray(all) && all.length > 0 ? all : [first];
  const uris = given.filter((each) => each instanceof vscode.Uri);
  const active = vscode.window.activeTextEditor?.document;
  if (uris.length === 0 && active?.isUntitled === false) uris.push(active.uri);
  return uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}
