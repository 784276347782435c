import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { describeTuningJob } from '../../sagemaker/tuningJobs.ts';
import { UserError } from '../../shared/errors.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import { pickResource } from '../resources/pickResources.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';

/** **SageMaker: Open Best Training Job** of a tuning job: from the tree, by name, or picked from a list. */
export function openBestJobCommand(connections: ConnectionsModel, panels: TrainingJobPanels) {
  return async (...args: unknown[]): Promise<void> => {
    const job = await pickResource(connections, args, {
      kinds: ['tuningJob'],
      title: 'Open the best training job of a tuning job',
      none: 'There is no tuning job yet. Run a definition such as boston.tuning-job.yaml to start one.',
    });
    if (job === undefined) return;
    const { clients } = await job.place.sessions.connect();
    const { BestTrainingJob: best } = await describeTuningJob(clients, job.name);
    if (best?.TrainingJobName === undefined)
      throw new UserError(`${job.name} has no best training job yet: none has logged its objective to the end.`);
    panels.show(new ResourceTarget(job.place, 'trainingJob', best.TrainingJobName));
  };
}
