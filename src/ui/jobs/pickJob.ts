import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { listTrainingJobs } from '../../sagemaker/trainingJobs.ts';
import { JobItem } from '../explorer/jobItem.ts';

/**
 * The job that a command is meant for: the tree item or name it was called with, or one the user picks.
 * @returns The job's name, or undefined when the user picked none.
 */
export async function pickJob(
  sessions: LocalSessionModel,
  target: unknown,
  accepts: (status: string) => boolean,
  title: string,
): Promise<string | undefined> {
  if (target instanceof JobItem) return target.job.name;
  if (typeof target === 'string') return target;
  const { clients } = await sessions.connect();
  const { jobs } = await listTrainingJobs(clients, 100);
  const choices = jobs
    .filter(({ TrainingJobStatus }) => accepts(TrainingJobStatus ?? ''))
    .map((job) => ({
      label: job.TrainingJobName ?? '',
      description: job.TrainingJobStatus ?? '',
      detail: job.CreationTime?.toLocaleString() ?? '',
    }));
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(
      'SageMaker: There is no such training job. Run a job definition to start one.',
    );
    return undefined;
  }
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: 'Training job', matchOnDescription: true }))
    ?.label;
}
