import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import { pickJob } from './pickJob.ts';

/** **SageMaker: Open Training Job**: from the tree, by name, or picked from a list. */
export function openJobCommand(sessions: LocalSessionModel, panels: TrainingJobPanels) {
  return async (target: unknown): Promise<void> => {
    const name = await pickJob(sessions, target, {
      accepts: () => true,
      title: 'Open a training job',
      none: 'There is no training job yet. Run a job definition to start one.',
    });
    if (name !== undefined) panels.show(name);
  };
}
