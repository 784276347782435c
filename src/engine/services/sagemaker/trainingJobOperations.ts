import type { JsonOperation } from '../../server/jsonService.ts';
import { runnerWishOf } from './runnerWishOf.ts';
import type { TrainingJobs } from './trainingJobs.ts';

/** The operations on training jobs. */
export function trainingJobOperations(trainingJobs: TrainingJobs): Record<string, JsonOperation> {
  return {
    CreateTrainingJob: (input, { headers }) => trainingJobs.create(input, { wish: runnerWishOf(headers) }),
    DescribeTrainingJob: (input) => trainingJobs.describe(input),
    ListTrainingJobs: (input) => trainingJobs.list(input),
    StopTrainingJob: (input) => trainingJobs.stop(input),
    DeleteTrainingJob: (input) => trainingJobs.delete(input),
    UpdateTrainingJob: (input) => trainingJobs.refuseUpdate(input),
  };
}
