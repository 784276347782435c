import type { Clock } from '../../../../shared/clock.ts';
import type { CodeSource } from '../../../notebooks/cloneRepository.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import { listPage } from '../../paging.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';

interface GitConfig {
  readonly RepositoryUrl: string;
  readonly Branch?: string;
  readonly SecretArn?: string;
}

export interface CodeRepositoryRecord {
  readonly name: string;
  readonly arn: string;
  readonly gitConfig: GitConfig;
  readonly tags: readonly Tag[];
  /** Epoch seconds. */
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}

export interface CodeRepositoriesParts {
  readonly store: ResourceStore<CodeRepositoryRecord>;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
}

/** What the store keeps in memory of a repository; it has no status. */
export function summarizeCodeRepository({
  name,
  creationTime,
  lastModifiedTime,
}: CodeRepositoryRecord): ResourceSummary {
  return { name, status: '', creationTime, lastModifiedTime };
}

/** Owner of the code repositories: the Git repositories that notebook instances know by name. */
export class CodeRepositories implements TagOwner {
  readonly arnType = 'code-repository';
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();

  constructor(private readonly parts: CodeRepositoriesParts) {}

  /** @throws AwsError ValidationException. */
  async create(input: JsonObject): Promise<JsonObject> {
    const { CodeRepositoryName: name, GitConfig: gitConfig, Tags: tags = [] } = input as CreateRequest;
    const arn = this.arnOf(name);
    if (this.parts.store.has(name) || this.arriving.has(name))
      throw invalid(`Cannot create already existing CodeRepository: "${arn}"`);
    this.arriving.add(name);
    try {
      const now = this.parts.clock.now() / 1000;
      await this.parts.store.put({ name, arn, gitConfig, tags, creationTime: now, lastModifiedTime: now });
    } finally {
      this.arriving.delete(name);
    }
    return { CodeRepositoryArn: arn };
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return shown(await this.find(input['CodeRepositoryName'] as string));
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const defaults = { sortBy: 'Name', sortOrder: 'Ascending' } as const;
    const page = listPage(this.parts.store.list(), input, defaults, {
      LastModifiedTime: ({ lastModifiedTime }) => lastModifiedTime,
    });
    const records = await Promise.all(page.items.map(({ name }) => this.parts.store.get(name)));
    return {
      CodeRepositorySummaryList: records.filter((record) => record !== undefined).map(shown),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** Only the secret can be changed. */
  async update(input: JsonObject): Promise<JsonObject> {
    const { CodeRepositoryName: name, GitConfig: change } = input as UpdateRequest;
    const record = await this.find(name);
    const lastModifiedTime = this.parts.clock.now() / 1000;
    await this.parts.store.put({ ...record, gitConfig: { ...record.gitConfig, ...change }, lastModifiedTime });
    return { CodeRepositoryArn: record.arn };
  }

  async delete(input: JsonObject): Promise<JsonObject> {
    const { name } = await this.find(input['CodeRepositoryName'] as string);
    await this.parts.store.delete(name);
    return {};
  }

  /** What an instance means by a name or a URL. @throws AwsError ValidationException for a name that nothing has. */
  async sourceOf(nameOrUrl: string): Promise<CodeSource & { readonly secret?: string }> {
    if (nameOrUrl.startsWith('https://')) return { url: nameOrUrl };
    const { RepositoryUrl, Branch, SecretArn } = (await this.find(nameOrUrl)).gitConfig;
    return { url: RepositoryUrl, ...(Branch && { branch: Branch }), ...(SecretArn && { secret: SecretArn }) };
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    return (await this.parts.store.get(name))?.tags;
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    await this.parts.store.put({ ...(await this.find(name)), tags });
  }

  /** In the words that the Terraform provider looks for (internal/service/sagemaker/code_repository.go). */
  private async find(name: string): Promise<CodeRepositoryRecord> {
    const record = await this.parts.store.get(name);
    if (record === undefined) throw invalid(`Cannot find CodeRepository: "${this.arnOf(name)}"`);
    return record;
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:code-repository/${name}`;
  }
}

interface CreateRequest extends JsonObject {
  readonly CodeRepositoryName: string;
  readonly GitConfig: GitConfig;
  readonly Tags?: readonly Tag[];
}

interface UpdateRequest extends JsonObject {
  readonly CodeRepositoryName: string;
  readonly GitConfig?: { readonly SecretArn?: string };
}

function shown(record: CodeRepositoryRecord): JsonObject {
  return {
    CodeRepositoryName: record.name,
    CodeRepositoryArn: record.arn,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    GitConfig: record.gitConfig,
  };
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
