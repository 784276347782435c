import * as vscode from 'vscode';
import { longestPresign, plainUrl, presignedUrl } from '../../sagemaker/s3/presign.ts';
import type { DataParts } from './dataParts.ts';
import { pickData } from './pickData.ts';

interface Validity extends vscode.QuickPickItem {
  /** Undefined for a URL without a signature. */
  readonly seconds?: number;
}

const hour = 3_600;
const validities: readonly Validity[] = [
  { label: '1 hour', description: 'anybody with the URL can read it', seconds: hour },
  { label: '15 minutes', seconds: hour / 4 },
  { label: '12 hours', seconds: 12 * hour },
  { label: '1 day', seconds: 24 * hour },
  { label: '7 days', description: 'the longest there is', seconds: longestPresign },
  { label: 'Without a signature', description: 'for whoever may read the object anyway' },
];

/** **SageMaker: Copy URL…** of objects, presigned for as long as is chosen. */
export function copyDataUrlCommand({ connections }: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    const targets = await pickData(connections, args, { kinds: ['object'], title: 'Copy URL' });
    if (targets.length === 0) return;
    const picked = await vscode.window.showQuickPick(validities, {
      title: 'Copy URL',
      placeHolder: 'How long it holds; with temporary credentials no longer than these',
    });
    if (picked === undefined) return;
    const { seconds } = picked;
    const urls = await Promise.all(
      targets.map(async (target) => {
        const { clients } = await target.connect();
        return seconds === undefined ? plainUrl(clients, target.at) : presignedUrl(clients, target.at, seconds);
      }),
    );
    await vscode.env.clipboard.writeText(urls.join('\n'));
    vscode.window.setStatusBarMessage(urls.length === 1 ? 'URL copied' : `${urls.length} URLs copied`, 3_000);
  };
}
