import type { JsonOperation } from '../../../server/jsonService.ts';
import { runnerWishOf } from '../runnerWishOf.ts';
import type { TuningJobs } from './tuningJobs.ts';

/** The operations on tuning jobs. */
export function tuningJobOperations(tuningJobs: TuningJobs): Record<string, JsonOperation> {
  return {
    CreateHyperParameterTuningJob: (input, { headers }) => tuningJobs.create(input, runnerWishOf(headers)),
    DescribeHyperParameterTuningJob: (input) => tuningJobs.describe(input),
    ListHyperParameterTuningJobs: (input) => tuningJobs.list(input),
    ListTrainingJobsForHyperParameterTuningJob: (input) => tuningJobs.listTrainingJobs(input),
    StopHyperParameterTuningJob: (input) => tuningJobs.stop(input),
    DeleteHyperParameterTuningJob: (input) => tuningJobs.delete(input),
  };
}
