import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { listTrainingJobs } from '../../sagemaker/trainingJobs.ts';
import { JobItem } from '../explorer/jobItem.ts';
import { JobTarget } from './jobTarget.ts';

/** What to offer, and what to say when there is nothing to offer. */
interface JobChoice {
  readonly accepts: (status: string) => boolean;
  readonly title: string;
  readonly none: string;
}

/**
 * The job that a command is meant for: the target, tree item or name it was called with, or one the user picks.
 * A tree item or name is of the connection whose jobs are listed.
 * @returns Undefined when the user picked none.
 */
export async function pickJob(
  connections: ConnectionsModel,
  target: unknown,
  choice: JobChoice,
): Promise<JobTarget | undefined> {
  if (target instanceof JobTarget) return target;
  const place = connections.active;
  if (target instanceof JobItem) return new JobTarget(place, target.job.name);
  if (typeof target === 'string') return new JobTarget(place, target);
  const items = await itemsOf(place, choice);
  // What was run locally meanwhile is not in the list, and must be found all the same.
  const { local } = connections;
  if (place !== local && local.sessions.current !== undefined) items.push(...(await itemsOf(local, choice)));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`SageMaker: ${choice.none}`);
    return undefined;
  }
  const options = { title: choice.title, placeHolder: 'Training job', matchOnDescription: true };
  const picked = await vscode.window.showQuickPick(items, options);
  return picked && new JobTarget(picked.place, picked.label);
}

async function itemsOf(place: Place, choice: JobChoice) {
  const { clients } = await place.sessions.connect();
  const { jobs } = await listTrainingJobs(clients, 100);
  const where = clients.connection.label;
  return jobs
    .filter(({ TrainingJobStatus }) => choice.accepts(TrainingJobStatus ?? ''))
    .map(({ TrainingJobName, TrainingJobStatus, SecondaryStatus, CreationTime }) => ({
      label: TrainingJobName ?? '',
      description: (TrainingJobStatus === 'InProgress' ? SecondaryStatus : TrainingJobStatus) ?? '',
      detail: `${CreationTime?.toLocaleString() ?? ''} · ${where}`,
      place,
    }));
}
