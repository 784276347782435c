import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import * as vscode from 'vscode';
import { followTransform, type TransformEnd } from '../../jobs/predictions/followTransform.ts';
import { keepRows } from '../../jobs/predictions/keptRows.ts';
import { PredictionsFolder } from '../../jobs/predictions/predictionsFolder.ts';
import { createTransformJob, uploadRows } from '../../jobs/predictions/startTransform.ts';
import { transformRequest, type TransformPlan } from '../../jobs/predictions/transformRequest.ts';
import { modelOfJob, modelRequest } from '../../sagemaker/deploy/deployableModel.ts';
import { makeDeployment } from '../../sagemaker/deploy/makeDeployment.ts';
import type { PredictionsContent } from '../../sagemaker/predictions/predictionsModel.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { UserError } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import { followAwaited } from '../followInProgress.ts';
import { ActivityNotification } from '../jobs/activityNotification.ts';
import type { UiParts } from '../parts.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { openTransformResults } from './openResultsCommand.ts';
import type { PredictionsPanels } from './predictionsPanels.ts';

/** Everything that was asked and agreed to. */
export interface ReadyTransform extends Omit<TransformPlan, 'inputUri' | 'outputUri'> {
  readonly source: ResourceTarget;
  /** Of which the model is made first. */
  readonly trainingJob: DescribeTrainingJobResponse | undefined;
  /** For the local engine. */
  readonly wish: RunnerWish;
  /** The rows as they are sent, and where to. */
  readonly copy: { readonly path: string; readonly name: string; readonly bucket: string; readonly isNew: boolean };
  /** The rows with their labels, which stay here. */
  readonly content: PredictionsContent;
}

interface RunParts extends Pick<UiParts, 'clock' | 'log' | 'extensionUri' | 'awaited'> {
  readonly panels: PredictionsPanels;
}

/** Uploads, makes the model where there is none, starts the job, follows it and opens its results. */
export async function runTransform(ready: ReadyTransform, session: Session, parts: RunParts): Promise<void> {
  const { source, name, copy, content, model, trainingJob } = ready;
  const { clients, lists } = session;
  const activity = new ActivityNotification();
  let isModelMade = false;
  try {
    activity.show('Uploading the rows…');
    const inputUri = await uploadRows(clients, copy, activity.signal);
    await makeModel(ready, session, activity);
    isModelMade = trainingJob !== undefined;
    activity.signal.throwIfAborted();
    activity.show('Starting the batch transform…');
    const outputUri = `s3://${copy.bucket}/workbench/transform/${name}`;
    const arn = await createTransformJob(clients, transformRequest({ ...ready, inputUri, outputUri }), ready.wish);
    lists.of('transformJob').refreshNow();
    const kept = { ...content, subject: { ...content.subject, name } };
    await keepRows(new PredictionsFolder(parts.panels.folder), { arn, inputUri }, kept);
  } catch (error) {
    if (isModelMade) offerDelete(new ResourceTarget(source.place, 'model', model));
    if (activity.signal.aborted) return;
    throw error;
  } finally {
    activity.dispose();
  }
  const target = new ResourceTarget(source.place, 'transformJob', name);
  await followAndOpen(target, parts);
}

/** What was made for a job that then is not there is not left in silence. */
function offerDelete(model: ResourceTarget): void {
  const remove = 'Delete Model…';
  void vscode.window
    .showWarningMessage(
      `SageMaker: the model ${model.name} was made, but no batch transform with it; it costs nothing.`,
      remove,
    )
    .then((answer) => answer === remove && vscode.commands.executeCommand(commands.remove, model));
}

async function makeModel(
  { trainingJob, model, instanceType }: ReadyTransform,
  { clients, connection, lists }: Session,
  activity: ActivityNotification,
): Promise<void> {
  if (trainingJob === undefined) return;
  activity.show(`Making the model ${model}…`);
  const request = modelRequest(modelOfJob(trainingJob), { name: model, region: connection.region, instanceType });
  const { error } = await makeDeployment(clients, { model: request }, { signal: activity.signal });
  lists.of('model').refreshNow();
  if (error === undefined) return;
  throw new UserError(`The model ${model} could not be made: ${reasonText(error)}`, { cause: error });
}

async function followAndOpen(target: ResourceTarget, parts: RunParts): Promise<void> {
  const { place, name } = target;
  const end = await followAwaited<TransformEnd>(target, `batch transform ${name}`, parts, (looking) =>
    followTransform(name, looking),
  );
  place.sessions.current?.lists.of('transformJob').refreshNow();
  if (end === undefined) return offerStop(target);
  if (end.status === 'Completed') return openTransformResults(target, parts, parts.panels);
  const logs = 'Open Logs';
  const reason = end.reason === undefined ? '' : `: ${end.reason}`;
  void vscode.window
    .showErrorMessage(
      `SageMaker: the batch transform ${name} has ${end.status === 'Failed' ? 'failed' : 'been stopped'}${reason}`,
      logs,
    )
    .then((answer) => answer === logs && vscode.commands.executeCommand(commands.openLogs, target));
}

function offerStop(target: ResourceTarget): void {
  const stop = 'Stop Job';
  void vscode.window
    .showInformationMessage(
      `SageMaker: the batch transform ${target.name} goes on; "Open Results" on its row shows what it made.`,
      stop,
    )
    .then((answer) => answer === stop && vscode.commands.executeCommand(commands.stop, target));
}
