import * as vscode from 'vscode';
import { s3Problem } from '../../sagemaker/s3/s3Problem.ts';
import { createFolder } from '../../sagemaker/s3/upload.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { requireTrust } from '../trust.ts';
import type { DataParts } from './dataParts.ts';
import { pickData } from './pickData.ts';

/** S3 user guide, "Naming Amazon S3 objects". */
const longestKey = 1_024;

/** **SageMaker: Create Folder…** in a bucket or folder; several levels with `/` between them. */
export function createFolderCommand({ connections, view }: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('created');
    const choice = { kinds: ['bucket', 'folder'], title: 'Create Folder in', isOne: true } as const;
    const [target] = await pickData(connections, args, choice);
    if (target === undefined) return;
    const { clients } = await target.connect();
    const { bucket, key } = target.at;
    const name = await vscode.window.showInputBox({
      title: 'Create Folder',
      prompt: `Folder in ${target.uri}`,
      ignoreFocusOut: true,
      validateInput: (text) =>
        Buffer.byteLength(`${key}${text}/`) > longestKey ? 'This is too long for a key.' : undefined,
    });
    if (name === undefined || name === '') return;
    const at = { bucket, key: `${key}${name.replace(/\/$/, '')}/` };
    if (!(await confirmChange(target.place, { verb: 'Create', what: `the folder s3://${bucket}/${at.key}` }))) return;
    try {
      await createFolder(clients, at);
    } catch (error) {
      throw s3Problem(error, 'creating', at);
    }
    await view.refresh(at);
  };
}
