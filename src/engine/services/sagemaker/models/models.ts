import type { Clock } from '../../../../shared/clock.ts';
import { modelDataExists, modelDataOf } from '../../../hosting/modelData.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { ObjectStore } from '../../../store/objectStore.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import { listPage } from '../../paging.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import { containersOf, describeModel, type ModelRecord, type ModelRequest } from './modelRecord.ts';
import { modelProblem } from './modelRules.ts';

export interface ModelsParts {
  readonly store: ResourceStore<ModelRecord>;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
}

/** Owner of the models: what can be served, wherever it came from. */
export class Models implements TagOwner {
  readonly arnType = 'model';
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();

  constructor(private readonly parts: ModelsParts) {}

  /** @throws AwsError ValidationException in SageMaker's wording (contract, section 9). */
  async create(input: JsonObject): Promise<JsonObject> {
    const request = input as ModelRequest;
    const name = request.ModelName;
    const arn = this.arnOf(name);
    if (this.parts.store.has(name) || this.arriving.has(name))
      throw new AwsError('ValidationException', `Cannot create already existing model "${arn}".`);
    this.arriving.add(name);
    try {
      await this.check(request);
      await this.parts.store.put({ arn, request, creationTime: this.parts.clock.now() / 1000 });
    } finally {
      this.arriving.delete(name);
    }
    return { ModelArn: arn };
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return describeModel(await this.find(input));
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const page = listPage(this.parts.store.list(), input, { sortBy: 'CreationTime', sortOrder: 'Descending' });
    return {
      Models: page.items.map(({ name, creationTime }) => ({
        ModelName: name,
        ModelArn: this.arnOf(name),
        CreationTime: creationTime,
      })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** A transform job that was created has its containers and goes on. */
  async delete(input: JsonObject): Promise<JsonObject> {
    const { request } = await this.find(input);
    await this.parts.store.delete(request.ModelName);
    return {};
  }

  /** The model of this name. @throws AwsError ValidationException where there is none. */
  async find({ ModelName: name }: { readonly ModelName?: unknown }): Promise<ModelRecord> {
    const record = await this.parts.store.get(name as string);
    if (record === undefined)
      throw new AwsError('ValidationException', `Could not find model "${this.arnOf(name as string)}".`);
    return record;
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    const record = await this.parts.store.get(name);
    return record && (record.request.Tags ?? []);
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    const record = await this.find({ ModelName: name });
    await this.parts.store.put({ ...record, request: { ...record.request, Tags: tags } });
  }

  private async check(request: ModelRequest): Promise<void> {
    const problem = modelProblem(request);
    if (problem !== undefined) throw invalid(problem);
    for (const container of containersOf(request)) {
      const data = modelDataOf(container);
      // Of a multi-model container it is a prefix (aws/amazon-sagemaker-examples issue 2498 has the wording).
      if (data === undefined || container.Mode === 'MultiModel') continue;
      if (!(await modelDataExists(data, this.parts.objects)))
        throw invalid(`Could not find model data at ${data.url}.`);
    }
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:model/${name}`;
  }
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
