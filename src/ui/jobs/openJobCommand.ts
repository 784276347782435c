import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import { pickJob, trainingJobs } from './pickJob.ts';

/** **SageMaker: Open Training Job**: from the tree, by name, or picked from a list. */
export function openJobCommand(connections: ConnectionsModel, panels: TrainingJobPanels) {
  return async (target: unknown): Promise<void> => {
    const job = await pickJob(connections, target, {
      kind: trainingJobs,
      accepts: () => true,
      title: 'Open a training job',
      none: 'There is no training job yet. Run a job definition to start one.',
    });
    if (job !== undefined) panels.show(job);
  };
}
