import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { describeTuningJob, stopTuningJob, tuningHasEnded } from '../../sagemaker/tuningJobs.ts';
import { pickJob, tuningJobs } from './pickJob.ts';

/** **SageMaker: Stop Tuning Job**, and the training jobs that it runs: from the tree, or picked among those that run. */
export function stopTuningJobCommand(connections: ConnectionsModel) {
  return async (target: unknown): Promise<void> => {
    const job = await pickJob(connections, target, {
      kind: tuningJobs,
      accepts: (status) => status === 'InProgress',
      title: 'Stop a tuning job',
      none: 'No tuning job is running.',
    });
    if (job === undefined) return;
    const { name, place } = job;
    const { clients, tuningJobs: model } = await place.sessions.connect();
    try {
      await stopTuningJob(clients, name);
    } catch (error) {
      // Between the choice and the request a job may end by itself, and then there is nothing to stop.
      const { HyperParameterTuningJobStatus: status } = await describeTuningJob(clients, name);
      if (status === undefined || !tuningHasEnded(status)) throw error;
      void vscode.window.showInformationMessage(`SageMaker: ${name} has already ended (${status}).`);
    }
    model.refreshNow();
  };
}
