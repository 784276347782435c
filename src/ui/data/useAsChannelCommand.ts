import * as vscode from 'vscode';
import { channelSnippet } from '../../sagemaker/s3/channelSnippet.ts';
import { listObjects } from '../../sagemaker/s3/objectList.ts';
import type { DataParts } from './dataParts.ts';
import type { DataTarget } from './dataTarget.ts';
import { pickData } from './pickData.ts';

/** **SageMaker: Use as Training Channel**: copies what a job definition says of the data. */
export function useAsChannelCommand({ connections }: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    const kinds = ['bucket', 'folder', 'prefix', 'object'] as const;
    const targets = await pickData(connections, args, { kinds, title: 'Use as Training Channel' });
    if (targets.length === 0) return;
    const sources = await Promise.all(
      targets.map(async (target) => ({ ...target.at, sample: await sampleOf(target) })),
    );
    await vscode.env.clipboard.writeText(channelSnippet(sources));
    void vscode.window.showInformationMessage(
      'SageMaker: InputDataConfig is copied; paste it into a job definition (*.training-job.yaml).',
    );
  };
}

/** The first object with content tells the type of the others. */
async function sampleOf(target: DataTarget): Promise<string | undefined> {
  if (target.kind === 'object') return undefined;
  const { clients } = await target.connect();
  const { objects } = await listObjects(clients, target.at, { deep: true, limit: 10 });
  return objects.find(({ size }) => size > 0)?.key;
}
