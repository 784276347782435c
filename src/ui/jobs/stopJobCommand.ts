import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { describeTrainingJob, hasEnded, stopTrainingJob } from '../../sagemaker/trainingJobs.ts';
import { pickJob, trainingJobs } from './pickJob.ts';

/** **SageMaker: Stop Training Job**: from the tree, its panel, or picked among those that run. */
export function stopJobCommand(connections: ConnectionsModel) {
  return async (target: unknown): Promise<void> => {
    const job = await pickJob(connections, target, {
      kind: trainingJobs,
      accepts: (status) => status === 'InProgress',
      title: 'Stop a training job',
      none: 'No training job is running.',
    });
    if (job === undefined) return;
    const { name, place } = job;
    const { clients, trainingJobs: model } = await place.sessions.connect();
    try {
      await stopTrainingJob(clients, name);
    } catch (error) {
      // Between the choice and the request a job may end by itself, and then there is nothing to stop.
      const { TrainingJobStatus: status } = await describeTrainingJob(clients, name);
      if (status === undefined || !hasEnded(status)) throw error;
      void vscode.window.showInformationMessage(`SageMaker: ${name} has already ended (${status}).`);
    }
    model.refreshNow();
  };
}
