import * as vscode from 'vscode';
import type { DataParts } from './dataParts.ts';
import { pickData } from './pickData.ts';

/** **SageMaker: Copy S3 URI** of buckets, folders and objects, one on each line. */
export function copyDataUriCommand({ connections }: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    const kinds = ['bucket', 'folder', 'prefix', 'object'] as const;
    const targets = await pickData(connections, args, { kinds, title: 'Copy S3 URI' });
    if (targets.length === 0) return;
    await vscode.env.clipboard.writeText(targets.map(({ uri }) => uri).join('\n'));
    vscode.window.setStatusBarMessage(
      targets.length === 1 ? 'S3 URI copied' : `${targets.length} S3 URIs copied`,
      3_000,
    );
  };
}
