import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { listTrainingJobs } from '../../sagemaker/trainingJobs.ts';
import { JobItem } from '../explorer/jobItem.ts';

/** What to offer, and what to say when there is nothing to offer. */
interface JobChoice {
  readonly accepts: (status: string) => boolean;
  readonly title: string;
  readonly none: string;
}

/**
 * The job that a command is meant for: the tree item or name it was called with, or one the user picks.
 * @returns The job's name, or undefined when the user picked none.
 */
export async function pickJob(
  sessions: LocalSessionModel,
  target: unknown,
  choice: JobChoice,
): Promise<string | undefined> {
  if (target instanceof JobItem) return target.job.name;
  if (typeof target === 'string') return target;
  const { clients } = await sessions.connect();
  const { jobs } = await listTrainingJobs(clients, 100);
  const items = jobs
    .filter(({ TrainingJobStatus }) => choice.accepts(TrainingJobStatus ?? ''))
    .map(({ TrainingJobName, TrainingJobStatus, SecondaryStatus, CreationTime }) => ({
      label: TrainingJobName ?? '',
      description: (TrainingJobStatus === 'InProgress' ? SecondaryStatus : TrainingJobStatus) ?? '',
      detail: CreationTime?.toLocaleString() ?? '',
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`SageMaker: ${choice.none}`);
    return undefined;
  }
  const options = { title: choice.title, placeHolder: 'Training job', matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.label;
}
