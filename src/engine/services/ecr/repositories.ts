import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';
import { checkedName, invalidParameter, optional, optionalList, pageOf, repositoryNameOf } from './ecrInput.ts';
import { requireRegistry, type EcrParts } from './ecrParts.ts';
import { describeRepository, repositoryKey, type EcrTag, type RepositoryRecord } from './repositoryRecord.ts';

/** API reference, TooManyTagsException. */
const mostTags = 50;

/** Owner of the repositories. The registry itself makes one at the first push; ECR's clients want them made before. */
export class Repositories {
  private readonly names = new Map<string, RepositoryRecord>();

  private constructor(private readonly parts: EcrParts) {}

  static async open(parts: EcrParts): Promise<Repositories> {
    const repositories = new Repositories(parts);
    for (const { name: key } of parts.store.list()) {
      const record = await parts.store.get(key);
      if (record !== undefined) repositories.names.set(record.name, record);
    }
    return repositories;
  }

  /** @throws AwsError in ECR's words. */
  async create(input: JsonObject): Promise<JsonObject> {
    const { accountId, region, clock, store } = this.parts;
    const name = repositoryNameOf(input);
    const { host } = requireRegistry(this.parts).address;
    if (this.names.has(name))
      throw new AwsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${accountId}'`,
      );
    const record: RepositoryRecord = {
      name,
      arn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
      registryId: accountId,
      createdAt: clock.now() / 1000,
      settings: settingsOf(input),
      tags: tagsOf(input),
    };
    this.names.set(name, record); // at once: a second create of it that arrives meanwhile finds it
    try {
      await store.put(record);
    } catch (error) {
      this.names.delete(name);
      throw error;
    }
    return { repository: describeRepository(record, host) };
  }

  describe(input: JsonObject): JsonObject {
    const wanted = optionalList(input, 'repositoryNames');
    if (wanted !== undefined)
      return { repositories: wanted.map((name) => this.shown(this.find(checkedName(name), input))) };
    const { page, nextToken } = pageOf(this.isOurs(input) ? [...this.names.keys()] : [], input);
    return { repositories: page.map((name) => this.shown(this.find(name, input))), ...(nextToken && { nextToken }) };
  }

  /** With `force`, its images in the registry go too. */
  async delete(input: JsonObject): Promise<JsonObject> {
    const { registry, store } = this.parts;
    const record = this.find(repositoryNameOf(input), input);
    const { name, registryId } = record;
    const tags = registry === undefined ? [] : await registry.tags(name);
    if (tags.length > 0 && optional(input, 'force', 'boolean') !== true)
      throw new AwsError(
        'RepositoryNotEmptyException',
        `The repository with name '${name}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
      );
    for (const tag of tags) {
      const digest = await registry?.digestOf(name, tag); // gone already where another tag was the same image
      if (digest !== undefined) await registry?.delete(name, digest);
    }
    await store.delete(repositoryKey(name));
    this.names.delete(name);
    return { repository: this.shown(record) };
  }

  listTags(input: JsonObject): JsonObject {
    const arn = optional(input, 'resourceArn', 'string');
    const record = [...this.names.values()].find((candidate) => candidate.arn === arn);
    if (record !== undefined) return { tags: record.tags };
    const name = /^arn:aws[a-z-]*:ecr:[^:]*:\d{12}:repository\/(.+)$/.exec(String(arn))?.[1];
    if (name === undefined) throw invalidParameter('resourceArn', 'must be the ARN of a repository');
    throw this.missing(name, this.parts.accountId);
  }

  /** @throws AwsError RepositoryNotFoundException. */
  find(name: string, input: JsonObject): RepositoryRecord {
    const record = this.isOurs(input) ? this.names.get(name) : undefined;
    if (record !== undefined) return record;
    throw this.missing(name, optional(input, 'registryId', 'string') ?? this.parts.accountId);
  }

  private isOurs(input: JsonObject): boolean {
    return (optional(input, 'registryId', 'string') ?? this.parts.accountId) === this.parts.accountId;
  }

  private shown(record: RepositoryRecord): JsonObject {
    const { registry, accountId, region } = this.parts;
    return describeRepository(record, registry?.address.host ?? `${accountId}.dkr.ecr.${region}.amazonaws.com`);
  }

  private missing(name: string, registryId: string): AwsError {
    return new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
    );
  }
}

/** A registry of one's own honours none of them; they are answered as they came. */
const kept = [
  'imageTagMutability',
  'imageTagMutabilityExclusionFilters',
  'imageScanningConfiguration',
  'encryptionConfiguration',
];

const mutabilities = ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'];

/** @throws AwsError InvalidParameterException. */
function settingsOf(input: JsonObject): JsonObject {
  const mutability = optional(input, 'imageTagMutability', 'string') ?? 'MUTABLE';
  if (!mutabilities.includes(mutability))
    throw invalidParameter('imageTagMutability', `must satisfy enum value set: [${mutabilities.join(', ')}]`);
  const given = kept.filter((member) => input[member] !== undefined && input[member] !== null);
  return Object.fromEntries(given.map((member) => [member, input[member]]));
}

function tagsOf(input: JsonObject): EcrTag[] {
  const tags = optionalList(input, 'tags') ?? [];
  if (tags.length > mostTags)
    throw new AwsError('TooManyTagsException', `A repository can have at most ${mostTags} tags, not ${tags.length}.`);
  return tags.map((tag) => {
    const { Key, Value } = (tag ?? {}) as Partial<EcrTag>;
    if (typeof Key === 'string' && Key !== '' && typeof Value === 'string') return { Key, Value };
    throw new AwsError('InvalidTagParameterException', 'A tag needs a Key and a Value.');
  });
}
