import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { listTrainingJobs } from '../../sagemaker/trainingJobs.ts';
import { listTuningJobs } from '../../sagemaker/tuningJobs.ts';
import { JobItem } from '../explorer/jobItem.ts';
import { TuningItem } from '../explorer/tuningItem.ts';
import { JobTarget } from './jobTarget.ts';

/** What to offer, and what to say when there is nothing to offer. */
interface JobChoice {
  readonly kind: JobKind;
  readonly accepts: (status: string) => boolean;
  readonly title: string;
  readonly none: string;
}

interface OfferedJob {
  readonly name: string;
  readonly status: string;
  /** What is said of it. */
  readonly state: string;
  readonly created: Date | undefined;
}

interface JobKind {
  readonly noun: string;
  list(clients: SdkClients): Promise<OfferedJob[]>;
}

const atMost = 100;

export const trainingJobs: JobKind = {
  noun: 'Training job',
  async list(clients) {
    const { jobs } = await listTrainingJobs(clients, atMost);
    return jobs.map(
      ({ TrainingJobName: name = '', TrainingJobStatus: status = '', SecondaryStatus, CreationTime }) => ({
        name,
        status,
        state: (status === 'InProgress' ? SecondaryStatus : status) ?? '',
        created: CreationTime,
      }),
    );
  },
};

export const tuningJobs: JobKind = {
  noun: 'Tuning job',
  async list(clients) {
    const { jobs } = await listTuningJobs(clients, atMost);
    return jobs.map(
      ({ HyperParameterTuningJobName: name = '', HyperParameterTuningJobStatus: status = '', CreationTime }) => ({
        name,
        status,
        state: status,
        created: CreationTime,
      }),
    );
  },
};

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
  if (target instanceof JobItem || target instanceof TuningItem) return new JobTarget(place, target.job.name);
  if (typeof target === 'string') return new JobTarget(place, target);
  const items = await itemsOf(place, choice);
  // What was run locally meanwhile is not in the list, and must be found all the same.
  const { local } = connections;
  if (place !== local && local.sessions.current !== undefined) items.push(...(await itemsOf(local, choice)));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`SageMaker: ${choice.none}`);
    return undefined;
  }
  const options = { title: choice.title, placeHolder: choice.kind.noun, matchOnDescription: true };
  const picked = await vscode.window.showQuickPick(items, options);
  return picked && new JobTarget(picked.place, picked.label);
}

async function itemsOf(place: Place, { kind, accepts }: JobChoice) {
  const { clients } = await place.sessions.connect();
  const where = clients.connection.label;
  return (await kind.list(clients))
    .filter(({ status }) => accepts(status))
    .map(({ name, state, created }) => ({
      label: name,
      description: state,
      detail: `${created?.toLocaleString() ?? ''} · ${where}`,
      place,
    }));
}
