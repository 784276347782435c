import { workerCount } from '../hosting/serverVariables.ts';
import type { ServedContainer } from '../hosting/servedModel.ts';
import type { TransformJobRequest } from '../services/sagemaker/transform/transformJobRecord.ts';

/** What the service sets in a container of a transform job; the last three only where the request says so (contract, section 8). */
export function serviceVariables(request: TransformJobRequest): Record<string, string> {
  const { MaxPayloadInMB: payload, BatchStrategy: strategy, MaxConcurrentTransforms: concurrent } = request;
  return {
    SAGEMAKER_BATCH: 'true',
    ...(payload !== undefined && { SAGEMAKER_MAX_PAYLOAD_IN_MB: String(payload) }),
    ...(strategy !== undefined && {
      SAGEMAKER_BATCH_STRATEGY: strategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD',
    }),
    ...(concurrent !== undefined && { SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(concurrent) }),
  };
}

/** Requests that are answered at the same time: of the container that answers the fewest. */
export function workersOf(containers: readonly ServedContainer[], { Environment }: TransformJobRequest): number {
  return Math.min(...containers.map((container) => workerCount({ ...container.Environment, ...Environment })));
}
