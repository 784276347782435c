import type { JsonOperation } from '../../../server/jsonService.ts';
import { runnerWishOf } from '../runnerWishOf.ts';
import type { TransformJobs } from './transformJobs.ts';

/** The operations on transform jobs. */
export function transformJobOperations(jobs: TransformJobs): Record<string, JsonOperation> {
  return {
    CreateTransformJob: (input, { headers }) => jobs.create(input, runnerWishOf(headers)),
    DescribeTransformJob: (input) => jobs.describe(input),
    ListTransformJobs: (input) => jobs.list(input),
    StopTransformJob: (input) => jobs.stop(input),
  };
}
