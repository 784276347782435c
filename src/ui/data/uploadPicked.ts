import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import type { DataParts } from './dataParts.ts';
import { pickData } from './pickData.ts';
import { sendFiles } from './sendFiles.ts';

/** Asks for the bucket or folder, unless the command was called on one, then for what to upload, and sends that. */
export async function uploadPicked(
  parts: DataParts,
  args: readonly unknown[],
  dialog: vscode.OpenDialogOptions,
): Promise<void> {
  requireTrust('uploaded');
  const choice = { kinds: ['bucket', 'folder'], title: 'Upload to', isOne: true } as const;
  const [target] = await pickData(parts.connections, args, choice);
  if (target === undefined) return;
  const title = `${dialog.openLabel} to ${target.uri}`;
  const picked = await vscode.window.showOpenDialog({ ...dialog, title, canSelectMany: true });
  const paths = picked?.map(({ fsPath }) => fsPath);
  if (paths !== undefined) await sendFiles(parts, target, paths);
}
