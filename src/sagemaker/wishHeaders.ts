import type {
  CreateEndpointCommand,
  CreateHyperParameterTuningJobCommand,
  CreateProcessingJobCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { headersOf, type RunnerWish } from '../shared/node/runnerWish.ts';
import type { Connection } from './connection.ts';

/** Tells the local engine, and nobody else, how it is to run a job or serve an endpoint. */
export function addWish(
  command:
    | CreateTrainingJobCommand
    | CreateHyperParameterTuningJobCommand
    | CreateTransformJobCommand
    | CreateProcessingJobCommand
    | CreateEndpointCommand,
  { kind }: Pick<Connection, 'kind'>,
  wish: RunnerWish | undefined,
): void {
  if (wish === undefined || kind !== 'local') return;
  // What it asks for does not matter here, only the request that it becomes.
  const { middlewareStack } = command as CreateTrainingJobCommand;
  middlewareStack.add(
    (next) => async (call) => {
      Object.assign((call.request as { headers: Record<string, string> }).headers, headersOf(wish));
      return next(call);
    },
    // Before signing, so that they are signed too.
    { step: 'build', name: 'runnerWish' },
  );
}
