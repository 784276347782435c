import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import { pickResources } from '../resources/pickResources.ts';

/** **SageMaker: Open Curves** of a training job: each that is selected in the tree, by name, or one picked from a list. */
export function openJobCommand(connections: ConnectionsModel, panels: TrainingJobPanels) {
  return async (...args: unknown[]): Promise<void> => {
    const jobs = await pickResources(connections, args, {
      kinds: ['trainingJob'],
      title: 'Open a training job',
      none: 'There is no training job yet. Run a job definition to start one.',
    });
    for (const job of jobs) panels.show(job);
  };
}
