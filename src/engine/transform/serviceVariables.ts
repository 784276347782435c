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

/** How many requests a container's program answers at the same time (src/engine/python/serving_http.py). */
export const workersVariable = 'SAGEMAKER_MODEL_SERVER_WORKERS';

/** Of the container that answers the fewest. */
export function workersOf(containers: readonly ServedContainer[], { Environment }: TransformJobRequest): number {
  const counts = containers.map((container) => Number({ ...container.Environment, ...Environment }[workersVariable]));
  return Math.min(...counts.map((count) => (count >= 1 ? count : 1)));
}
