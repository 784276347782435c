import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { downloadFiles } from '../../sagemaker/s3/download.ts';
import { existingFiles, planDownload, type DownloadFile } from '../../sagemaker/s3/downloadPlan.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { platform } from '../../shared/node/platform.ts';
import type { DataParts } from './dataParts.ts';
import type { DataTarget } from './dataTarget.ts';
import { pickData } from './pickData.ts';
import { askOverwrite, countText, withTransfer } from './transferNotification.ts';

const rules = { windows: platform.hasReservedNames, caseInsensitive: platform.caseInsensitiveFiles };

/** **SageMaker: Download…**: objects, folders and buckets into a folder of this machine. */
export function downloadCommand(parts: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    const kinds = ['bucket', 'folder', 'prefix', 'object'] as const;
    const targets = await pickData(parts.connections, args, { kinds, title: 'Download' });
    const [first] = targets;
    if (first === undefined) return;
    const picked = await vscode.window.showOpenDialog({
      title: `Download ${targets.length === 1 ? first.uri : countText(targets.length, 'item')} into`,
      openLabel: 'Download Here',
      canSelectFiles: false,
      canSelectFolders: true,
      ...(vscode.workspace.workspaceFolders?.[0] && { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
    });
    if (picked?.[0] !== undefined) await fetchInto(parts, first, targets, picked[0].fsPath);
  };
}

async function fetchInto(
  { log }: DataParts,
  first: DataTarget,
  targets: readonly DataTarget[],
  folder: string,
): Promise<void> {
  const { clients } = await first.connect();
  const sources = targets.map(({ at, kind }) => ({ ...at, isObject: kind === 'object' }));
  const planned = await withTransfer('Looking at what to download', async ({ signal }) => {
    const plan = await planDownload(clients, sources, folder, rules, signal);
    return { ...plan, there: await existingFiles(plan.files) };
  });
  if (planned === undefined) return;
  const { emptyFolders, renamed, there } = planned;
  let files: readonly DownloadFile[] = planned.files;
  if (there.size > 0) {
    const answer = await askOverwrite(there.size, files.length, folder);
    if (answer === undefined) return;
    if (answer === 'skip') files = files.filter(({ path }) => !there.has(path));
  }
  const done = await withTransfer(`Downloading into ${folder}`, async (control) => {
    for (const path of emptyFolders) await mkdir(path, { recursive: true });
    await downloadFiles(clients, files, control);
    return true;
  });
  if (done !== true) return;
  if (renamed.length > 0) log.info(`Names that a disk cannot hold were changed:\n${renamed.join('\n')}`);
  await tellDone(files, folder, renamed.length);
}

async function tellDone(files: readonly DownloadFile[], folder: string, renamed: number): Promise<void> {
  const size = bytesText(files.reduce((sum, file) => sum + file.size, 0));
  const changed = renamed === 0 ? '' : `; ${countText(renamed)} had to be named otherwise (see the log)`;
  const message = `SageMaker: ${countText(files.length)} (${size}) downloaded into ${folder}${changed}.`;
  const [only] = files;
  const open = files.length === 1 && only !== undefined ? ['Open'] : [];
  const answer = await vscode.window.showInformationMessage(message, ...open, 'Reveal');
  if (only === undefined || answer === undefined) return;
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(only.path));
  else
    await vscode.commands.executeCommand(
      'revealFileInOS',
      vscode.Uri.file(open.length > 0 ? only.path : dirname(only.path)),
    );
}
