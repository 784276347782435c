import { SageMakerClient, type SageMakerClientConfig } from '@aws-sdk/client-sagemaker';
import { headersOf, type RunnerWish } from '../../src/shared/node/runnerWish.ts';

/** A client whose every request tells the engine the wish. */
export function wishingClient(configuration: SageMakerClientConfig, wish: RunnerWish): SageMakerClient {
  const client = new SageMakerClient(configuration);
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, headersOf(wish));
      return next(args);
    },
    { step: 'build' }, // before the request is signed
  );
  return client;
}
