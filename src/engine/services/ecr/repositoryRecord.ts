import { createHash } from 'node:crypto';
import type { JsonObject } from '../../server/jsonService.ts';
import type { ResourceSummary } from '../../store/resourceSummary.ts';

export interface EcrTag {
  readonly Key: string;
  readonly Value: string;
}

export interface RepositoryRecord {
  readonly name: string;
  readonly arn: string;
  readonly registryId: string;
  /** Epoch seconds. */
  readonly createdAt: number;
  /** The members of `CreateRepository` that `DescribeRepositories` answers with. */
  readonly settings: JsonObject;
  readonly tags: readonly EcrTag[];
}

/** A repository's name has characters that a file's name must not have, and may be longer than one. */
export function repositoryKey(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** What the store keeps in memory of a repository, by its key. */
export function summarizeRepository({ name, createdAt }: RepositoryRecord): ResourceSummary {
  return { name: repositoryKey(name), status: '', creationTime: createdAt, lastModifiedTime: createdAt };
}

/** A `Repository` of the API. @param host - Of the registry, with which an image's name begins. */
export function describeRepository(
  { name, arn, registryId, createdAt, settings }: RepositoryRecord,
  host: string,
): JsonObject {
  return {
    repositoryArn: arn,
    registryId,
    repositoryName: name,
    repositoryUri: `${host}/${name}`,
    createdAt,
    imageTagMutability: 'MUTABLE',
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
    ...settings,
  };
}
