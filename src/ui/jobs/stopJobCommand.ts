import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { stopTrainingJob } from '../../sagemaker/trainingJobs.ts';
import { pickJob } from './pickJob.ts';

/** **SageMaker: Stop Training Job**: from the tree, its panel, or picked among those that run. */
export function stopJobCommand(sessions: LocalSessionModel) {
  return async (target: unknown): Promise<void> => {
    const name = await pickJob(sessions, target, (status) => status === 'InProgress', 'Stop a training job');
    if (name === undefined) return;
    const session = await sessions.connect();
    await stopTrainingJob(session.clients, name);
    session.trainingJobs.refreshNow();
  };
}
