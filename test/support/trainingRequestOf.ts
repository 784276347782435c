import assert from 'node:assert/strict';
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import type { JobRequest } from '../../src/jobs/resolve.ts';

/** The request of a job that is a training job. */
export function trainingRequestOf({ request }: { readonly request: JobRequest }): CreateTrainingJobRequest {
  assert.ok('TrainingJobName' in request);
  return request;
}
