import type { JsonOperation } from '../../../server/jsonService.ts';
import { runnerWishOf } from '../runnerWishOf.ts';
import type { ProcessingJobs } from './processingJobs.ts';

/** The operations on processing jobs. */
export function processingJobOperations(jobs: ProcessingJobs): Record<string, JsonOperation> {
  return {
    CreateProcessingJob: (input, { headers }) => jobs.create(input, runnerWishOf(headers)),
    DescribeProcessingJob: (input) => jobs.describe(input),
    ListProcessingJobs: (input) => jobs.list(input),
    StopProcessingJob: (input) => jobs.stop(input),
    DeleteProcessingJob: (input) => jobs.delete(input),
  };
}
