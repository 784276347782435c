import type { Clock } from '../../../../shared/clock.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import { listPage } from '../../paging.ts';
import type { Models } from '../models/models.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import {
  describeEndpointConfig,
  type EndpointConfigRecord,
  type EndpointConfigRequest,
} from './endpointConfigRecord.ts';
import { endpointConfigProblem } from './endpointConfigRules.ts';

export interface EndpointConfigsParts {
  readonly store: ResourceStore<EndpointConfigRecord>;
  readonly models: Models;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
}

/** Owner of the endpoint configurations: which models an endpoint serves, on how many instances, with what share of the requests. */
export class EndpointConfigs implements TagOwner {
  readonly arnType = 'endpoint-config';
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();

  constructor(private readonly parts: EndpointConfigsParts) {}

  /** @throws AwsError ValidationException in SageMaker's wording (contract, section 9). */
  async create(input: JsonObject): Promise<JsonObject> {
    const request = input as EndpointConfigRequest;
    const name = request.EndpointConfigName;
    const arn = this.arnOf(name);
    if (this.parts.store.has(name) || this.arriving.has(name))
      throw new AwsError('ValidationException', `Cannot create already existing endpoint configuration "${arn}".`);
    this.arriving.add(name);
    try {
      const problem = endpointConfigProblem(request);
      if (problem !== undefined) throw new AwsError('ValidationException', problem);
      for (const variant of request.ProductionVariants) await this.parts.models.find(variant);
      await this.parts.store.put({ arn, request, creationTime: this.parts.clock.now() / 1000 });
    } finally {
      this.arriving.delete(name);
    }
    return { EndpointConfigArn: arn };
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return describeEndpointConfig(await this.find(input));
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const page = listPage(this.parts.store.list(), input, { sortBy: 'CreationTime', sortOrder: 'Descending' });
    return {
      EndpointConfigs: page.items.map(({ name, creationTime }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: this.arnOf(name),
        CreationTime: creationTime,
      })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** An endpoint that serves it goes on. */
  async delete(input: JsonObject): Promise<JsonObject> {
    const { request } = await this.find(input);
    await this.parts.store.delete(request.EndpointConfigName);
    return {};
  }

  /** The configuration of this name. @throws AwsError ValidationException where there is none. */
  async find({ EndpointConfigName: name }: { readonly EndpointConfigName?: unknown }): Promise<EndpointConfigRecord> {
    const record = await this.parts.store.get(name as string);
    if (record === undefined)
      throw new AwsError(
        'ValidationException',
        `Could not find endpoint configuration "${this.arnOf(name as string)}".`,
      );
    return record;
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    const record = await this.parts.store.get(name);
    return record && (record.request.Tags ?? []);
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    const record = await this.find({ EndpointConfigName: name });
    await this.parts.store.put({ ...record, request: { ...record.request, Tags: tags } });
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:endpoint-config/${name}`;
  }
}
