import { basename } from 'node:path';
import * as vscode from 'vscode';
import { existingKeys, uploadFiles } from '../../sagemaker/s3/upload.ts';
import { ignoreFileOf, leftOutText, planUpload, type UploadFile } from '../../sagemaker/s3/uploadPlan.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import type { DataParts } from './dataParts.ts';
import type { DataTarget } from './dataTarget.ts';
import { askOverwrite, countText, withTransfer } from './transferNotification.ts';

/** Sends files and folders into a bucket or folder, after all that has to be asked. */
export async function sendFiles({ view, log }: DataParts, target: DataTarget, paths: readonly string[]): Promise<void> {
  const ignores = await askIgnores(paths);
  if (ignores === undefined) return;
  const { clients } = await target.connect();
  const planned = await withTransfer(`Looking at what to upload to ${target.uri}`, async ({ signal }) => {
    const plans = await Promise.all(paths.map((path) => planUpload([path], { signal, ...ignores.get(path) })));
    const files = plans.flatMap((plan) => plan.files);
    const there = await existingKeys(clients, target.at, files, signal);
    return { files, there, leftOut: plans.flatMap((plan) => plan.leftOut) };
  });
  if (planned === undefined) return;
  const { leftOut } = planned;
  if (leftOut.length > 0) log.info(`Not uploaded: ${leftOut.map(({ path, why }) => `${path} (${why})`).join(', ')}`);
  const left = leftOut.length === 0 ? '' : `Left out, as the log names them: ${leftOutText(leftOut)}.`;
  const files = await settleExisting(planned, target);
  if (files === undefined) return;
  if (files.length === 0) return void tell(`There is nothing to upload. ${left}`.trim());
  const size = bytesText(files.reduce((sum, file) => sum + file.size, 0));
  const what = `${countText(files.length)} (${size}) to ${target.uri}`;
  if (!(await confirmChange(target.place, { verb: 'Upload', what, ...(left !== '' && { detail: left }) }))) return;
  try {
    const sent = await withTransfer(`Uploading to ${target.uri}`, (control) =>
      uploadFiles(clients, target.at, files, control),
    );
    if (sent !== undefined) tellSent(`${what.replace(' to ', ' uploaded to ')}. ${left}`.trim(), target, files);
  } finally {
    await view.refresh(target.at);
  }
}

/** @returns The rules by path; undefined when the user left. */
async function askIgnores(paths: readonly string[]): Promise<Map<string, { ignore: string }> | undefined> {
  const rules = new Map<string, { ignore: string }>();
  for (const path of paths) {
    const ignore = await ignoreFileOf(path);
    if (ignore !== undefined) rules.set(path, { ignore });
  }
  if (rules.size === 0) return rules;
  const everything = { label: 'Everything', description: 'as it is on disk' };
  const without = { label: 'Without what .gitignore leaves out' };
  const picked = await vscode.window.showQuickPick([everything, without], {
    title: 'Upload',
    placeHolder: `${[...rules.keys()].map((path) => basename(path)).join(', ')} has a .gitignore`,
  });
  if (picked === undefined) return undefined;
  return picked === without ? rules : new Map();
}

async function settleExisting(
  { files, there }: { files: readonly UploadFile[]; there: ReadonlySet<string> },
  target: DataTarget,
): Promise<readonly UploadFile[] | undefined> {
  if (there.size === 0) return files;
  const answer = await askOverwrite(there.size, files.length, target.uri);
  if (answer === undefined) return undefined;
  return answer === 'overwrite' ? files : files.filter(({ key }) => !there.has(key));
}

function tellSent(message: string, { at }: DataTarget, files: readonly UploadFile[]): void {
  const [first] = files;
  const key = files.length === 1 && first !== undefined ? at.key + first.key : at.key;
  void vscode.window.showInformationMessage(`SageMaker: ${message}`, 'Copy S3 URI').then((answer) => {
    if (answer !== undefined) void vscode.env.clipboard.writeText(`s3://${at.bucket}/${key}`);
  });
}

const tell = (message: string) => vscode.window.showInformationMessage(`SageMaker: ${message}`);
