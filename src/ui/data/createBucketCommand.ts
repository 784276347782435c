import * as vscode from 'vscode';
import { createBucket } from '../../sagemaker/buckets.ts';
import { bucketNameProblem } from '../../sagemaker/s3/bucketName.ts';
import { s3Problem } from '../../sagemaker/s3/s3Problem.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { requireTrust } from '../trust.ts';
import type { DataParts } from './dataParts.ts';

/** **SageMaker: Create Bucket…** in the region of the connection in use. */
export function createBucketCommand({ connections, view }: DataParts) {
  return async (): Promise<void> => {
    requireTrust('created');
    const place = connections.active;
    const session = await connectTo(place);
    if (session === undefined) return;
    const name = await vscode.window.showInputBox({
      title: 'Create Bucket',
      prompt: `Bucket in ${session.connection.region}; its name is one for all accounts of AWS`,
      placeHolder: 'my-data-2026',
      ignoreFocusOut: true,
      validateInput: (text) => (text === '' ? undefined : bucketNameProblem(text)),
    });
    if (name === undefined || name === '') return;
    if (!(await confirmChange(place, { verb: 'Create', what: `the bucket ${name}` }))) return;
    try {
      await createBucket(session.clients, name);
    } catch (error) {
      throw s3Problem(error, 'creating', { bucket: name, key: '' });
    }
    await view.refresh();
  };
}
