import type { Clock } from '../../../shared/clock.ts';
import { AwsError } from '../../server/awsError.ts';
import type { ResourceStore } from '../../store/resourceStore.ts';
import type { RegistryClient } from './registryClient.ts';
import type { RepositoryRecord } from './repositoryRecord.ts';

/** What the operations of ECR work with. */
export interface EcrParts {
  readonly store: ResourceStore<RepositoryRecord>;
  /** The user's registry; undefined when none was named. */
  readonly registry: RegistryClient | undefined;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
}

/** @throws AwsError ServerException with what to start. */
export function requireRegistry({ registry }: EcrParts): RegistryClient {
  if (registry !== undefined) return registry;
  throw new AwsError(
    'ServerException',
    'The local engine has no container registry; start one, e.g. docker run -d -p 127.0.0.1:5000:5000 registry:2, and the engine with --registry 127.0.0.1:5000 or SAGEMAKER_LOCAL_REGISTRY.',
  );
}
