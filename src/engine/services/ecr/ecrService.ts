import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import { describeChain } from '../../../shared/errors.ts';
import type { EngineCredentials } from '../../../shared/node/engineFiles.ts';
import type { JsonObject, JsonService } from '../../server/jsonService.ts';
import { ResourceStore } from '../../store/resourceStore.ts';
import { requireRegistry, type EcrParts } from './ecrParts.ts';
import { Images } from './images.ts';
import { registryAddress } from './registryAddress.ts';
import { RegistryClient } from './registryClient.ts';
import { Repositories } from './repositories.ts';
import { summarizeRepository } from './repositoryRecord.ts';

export interface EcrOptions {
  readonly stateDirectory: string;
  /** Host and port of the user's registry. */
  readonly registry: string | undefined;
  readonly credentials: EngineCredentials;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** API reference, AuthorizationData. */
const tokenSeconds = 12 * 60 * 60;

/** Amazon ECR, in so far as one makes repositories with it, logs in to a registry, and looks up what was pushed there. */
export async function openEcrService(options: EcrOptions): Promise<JsonService> {
  const { stateDirectory, registry, credentials, clock, accountId, region, report } = options;
  // The same for as long as the state directory lives, so that a registry can be told of it; htpasswd reads its first 72 characters.
  const password = createHmac('sha256', credentials.secretAccessKey).update('ecr').digest('base64url');
  const basic = Buffer.from(`AWS:${password}`).toString('base64');
  const store = await ResourceStore.open(join(stateDirectory, 'ecr-repositories'), summarizeRepository, (path, error) =>
    report(`${path} cannot be read and is left alone: ${describeChain(error)}`),
  );
  const parts: EcrParts = {
    store,
    registry: registry === undefined ? undefined : new RegistryClient(registryAddress(registry), `Basic ${basic}`),
    clock,
    accountId,
    region,
  };
  const repositories = await Repositories.open(parts);
  const images = new Images(parts, repositories);
  const authorizationToken = (): JsonObject => {
    const { origin } = requireRegistry(parts).address;
    const expiresAt = clock.now() / 1000 + tokenSeconds;
    return { authorizationData: [{ authorizationToken: basic, expiresAt, proxyEndpoint: origin }] };
  };
  return {
    targetPrefix: 'AmazonEC2ContainerRegistry_V20150921',
    jsonVersion: '1.1',
    operations: {
      CreateRepository: (input) => repositories.create(input),
      DescribeRepositories: (input) => repositories.describe(input),
      DeleteRepository: (input) => repositories.delete(input),
      ListTagsForResource: (input) => repositories.listTags(input),
      ListImages: (input) => images.list(input),
      DescribeImages: (input) => images.describe(input),
      GetAuthorizationToken: authorizationToken,
    },
  };
}
