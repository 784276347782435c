import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker';
import * as vscode from 'vscode';
import { keptRows, transformId } from '../../jobs/predictions/keptRows.ts';
import { PredictionsFolder } from '../../jobs/predictions/predictionsFolder.ts';
import { transformResults } from '../../jobs/predictions/transformResults.ts';
import { whereText } from '../../sagemaker/connection.ts';
import { PredictionsModel } from '../../sagemaker/predictions/predictionsModel.ts';
import { transformJobKind } from '../../sagemaker/resources/kinds/transformJobKind.ts';
import { messageOf } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import { inState, pickResource } from '../resources/pickResources.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { sessionOf } from './invocationSender.ts';
import type { PredictionsPanels } from './predictionsPanels.ts';
import { tableProgram } from './tableProgram.ts';

/** **SageMaker: Open Batch Transform Results**: output beside input, read from S3. */
export function openResultsCommand(parts: UiParts, panels: PredictionsPanels) {
  return async (...args: unknown[]): Promise<void> => {
    const target = await pickResource(parts.connections, args, {
      kinds: ['transformJob'],
      accepts: inState('completed'),
      title: 'Open Results',
      none: 'No batch transform has completed yet.',
    });
    if (target !== undefined) await openTransformResults(target, parts, panels);
  };
}

/** Reads the results of a completed job and opens them. */
export async function openTransformResults(
  target: ResourceTarget,
  { extensionUri, log }: Pick<UiParts, 'extensionUri' | 'log'>,
  panels: PredictionsPanels,
): Promise<void> {
  const { clients, connection } = await sessionOf(target, undefined);
  const stop = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `SageMaker: reading the results of ${target.name}`,
    cancellable: true,
  };
  const folder = new PredictionsFolder(panels.folder);
  try {
    const { id, content } = await vscode.window.withProgress(options, async (_progress, token) => {
      token.onCancellationRequested(() => stop.abort(new Error('cancelled')));
      const job = (await transformJobKind.describe(clients, target.name)) as DescribeTransformJobResponse;
      const id = transformId(job.TransformJobArn ?? '');
      const kept = await keptRows(folder, job);
      const parts = { program: tableProgram(extensionUri), signal: stop.signal, kept };
      return { id, content: await transformResults(clients, target.name, parts) };
    });
    await folder.write(id, content).catch((error: unknown) => log.info(`Results were not kept: ${messageOf(error)}`));
    const model = new PredictionsModel(content);
    await panels.open({ target, model, connectionId: connection.id, connection: whereText(connection), id });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}
