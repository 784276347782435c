import { join } from 'node:path';
import type { Clock } from '../../../../shared/clock.ts';
import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import type { ProgramUsage } from '../../../execution/usageSampler.ts';
import { Deployment } from '../../../hosting/endpoint/deployment.ts';
import type { PredictorChooser } from '../../../hosting/predictorChooser.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { LogStore } from '../../../store/logStore.ts';
import type { MetricStore } from '../../../store/metricStore.ts';
import { fileNameFor, type ResourceStore } from '../../../store/resourceStore.ts';
import { storeEndpointUsage } from '../../monitoring/endpointMetrics.ts';
import { listPage } from '../../paging.ts';
import { containersOf } from '../models/modelRecord.ts';
import type { Models } from '../models/models.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import { defaultWeight } from './endpointConfigRecord.ts';
import type { EndpointConfigs } from './endpointConfigs.ts';
import { EndpointLog } from './endpointLog.ts';
import { deploymentProblem, type DeploymentConfig } from './deploymentConfig.ts';
import { describeEndpoint } from './endpointDescription.ts';
import type { EndpointPlan, EndpointRecord } from './endpointRecord.ts';
import { ServedEndpoint } from './servedEndpoint.ts';
import { adjusted, adjustmentProblem, retained, type DesiredWeightAndCapacity } from './updateRules.ts';

export interface EndpointsParts {
  readonly store: ResourceStore<EndpointRecord>;
  readonly configs: EndpointConfigs;
  readonly models: Models;
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  readonly workDirectory: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
  /** From 0 to below 1: which variant a request gets. */
  readonly random: () => number;
}

interface NamedInput extends JsonObject {
  readonly EndpointName: string;
}

interface CreateInput extends NamedInput {
  readonly EndpointConfigName: string;
  readonly DeploymentConfig?: DeploymentConfig;
  readonly Tags?: readonly Tag[];
}

interface UpdateInput extends NamedInput {
  readonly EndpointConfigName: string;
  readonly DeploymentConfig?: DeploymentConfig;
  readonly RetainDeploymentConfig?: boolean;
}

/** Owner of the endpoints: what they are, and what answers for them. */
export class Endpoints implements TagOwner {
  readonly arnType = 'endpoint';
  private readonly served = new Map<string, ServedEndpoint>();
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();
  private deployments = 0;

  constructor(private readonly parts: EndpointsParts) {}

  /** Endpoints that answer or will: an engine that has one is not idle. */
  get activeCount(): number {
    return [...this.served.values()].filter(({ record }) => record.status !== 'Failed').length;
  }

  /** Reads what an earlier engine served; `startLeft` serves it again. */
  async recover(): Promise<void> {
    for (const { name } of this.parts.store.list()) {
      const record = await this.parts.store.get(name);
      if (record !== undefined) this.hold(record);
    }
  }

  startLeft(): void {
    for (const endpoint of this.served.values()) endpoint.open();
  }

  async abandon(): Promise<void> {
    await Promise.all([...this.served.values()].map((endpoint) => endpoint.abandon()));
  }

  /** @throws AwsError ValidationException in SageMaker's wording (contract, section 9). */
  async create(input: JsonObject, wish: RunnerWish): Promise<JsonObject> {
    const { EndpointName: name, EndpointConfigName, DeploymentConfig, Tags = [] } = input as CreateInput;
    const arn = this.arnOf(name);
    if (this.served.has(name) || this.arriving.has(name))
      throw invalid(`Cannot create already existing endpoint "${arn}".`);
    this.arriving.add(name);
    try {
      const plan = await this.planOf(EndpointConfigName);
      checkDeployment(DeploymentConfig, plan);
      const now = this.parts.clock.now() / 1000;
      const times = { creationTime: now, lastModifiedTime: now };
      const record: EndpointRecord = { name, arn, wish, status: 'Creating', plan, tags: Tags, ...times };
      if (DeploymentConfig !== undefined) record.deploymentConfig = DeploymentConfig;
      await this.parts.store.put(record);
      this.hold(record).open();
    } finally {
      this.arriving.delete(name);
    }
    return { EndpointArn: arn };
  }

  describe(input: JsonObject): JsonObject {
    return described(this.find(input as NamedInput));
  }

  list(input: JsonObject): JsonObject {
    const page = listPage(this.parts.store.list(), input, { sortBy: 'CreationTime', sortOrder: 'Descending' });
    return {
      Endpoints: page.items.map(({ name, status, creationTime, lastModifiedTime }) => ({
        EndpointName: name,
        EndpointArn: this.arnOf(name),
        CreationTime: creationTime,
        LastModifiedTime: lastModifiedTime,
        EndpointStatus: status,
      })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** All endpoints as Search shows them. */
  *records(): Generator<JsonObject> {
    for (const endpoint of this.served.values()) yield { ...described(endpoint), Tags: endpoint.record.tags };
  }

  async update(input: JsonObject): Promise<JsonObject> {
    const { EndpointConfigName, RetainDeploymentConfig, ...given } = input as UpdateInput;
    const { record } = this.findSettled(given);
    const plan = retained(await this.planOf(EndpointConfigName), record.plan, input);
    const lastConfig = RetainDeploymentConfig === true ? record.deploymentConfig : undefined;
    const deploymentConfig = given.DeploymentConfig ?? lastConfig;
    checkDeployment(deploymentConfig, plan);
    await this.findSettled(given).update(plan, deploymentConfig); // another may have been quicker
    return { EndpointArn: record.arn };
  }

  async updateWeightsAndCapacities(input: JsonObject): Promise<JsonObject> {
    const endpoint = this.findSettled(input as NamedInput);
    const wanted = input['DesiredWeightsAndCapacities'] as readonly DesiredWeightAndCapacity[];
    const { plan, arn } = endpoint.record;
    const problem = adjustmentProblem(wanted, plan, arn);
    if (problem !== undefined) throw invalid(problem);
    await endpoint.adjust(adjusted(plan, wanted));
    return { EndpointArn: arn };
  }

  async delete(input: JsonObject): Promise<JsonObject> {
    const endpoint = this.find(input as NamedInput);
    if (['Creating', 'Updating', 'RollingBack', 'Deleting'].includes(endpoint.record.status))
      throw invalid(`Cannot update in-progress endpoint "${endpoint.record.arn}".`);
    await endpoint.delete();
    return {};
  }

  /** What answers under this name; undefined when there is no such endpoint. */
  answering(name: string): ServedEndpoint | undefined {
    return this.served.get(name);
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    return this.served.get(name)?.record.tags;
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    const { record } = this.find({ EndpointName: name });
    record.tags = tags;
    await this.parts.store.put(record);
  }

  private hold(record: EndpointRecord): ServedEndpoint {
    const { store, clock, random, report } = this.parts;
    const endpoint = new ServedEndpoint(record, {
      clock,
      random,
      report,
      store: (changed) => store.put(changed),
      erase: (name) => store.delete(name),
      gone: (name) => this.served.delete(name),
      deploy: (plan, signal) => this.deploy(record, plan, signal),
    });
    this.served.set(record.name, endpoint);
    return endpoint;
  }

  private deploy({ name, wish }: EndpointRecord, { variants }: EndpointPlan, signal: AbortSignal): Promise<Deployment> {
    const { predictors, clock, metrics, workDirectory } = this.parts;
    const log = new EndpointLog(this.parts.logs, clock, name, this.parts.report);
    const parts = {
      predictors,
      clock,
      wish,
      // No job has such a name, so no job's own folder is meant by it.
      folder: join(workDirectory, '.endpoints', fileNameFor(name), String(++this.deployments)),
      log: (stream: string, line: string) => log.note(stream, line),
      measure: (variant: string, usage: ProgramUsage) =>
        storeEndpointUsage(metrics, { endpoint: name, variant, ...usage }),
    };
    return Deployment.start(variants, parts, signal);
  }

  /** A configuration with its models, as they are now. @throws AwsError where one is missing. */
  private async planOf(configName: unknown): Promise<EndpointPlan> {
    const { request } = await this.parts.configs.find({ EndpointConfigName: configName });
    const variants = request.ProductionVariants.map(async (variant) => {
      const model = (await this.parts.models.find(variant)).request;
      const { ContainerStartupHealthCheckTimeoutInSeconds: startupSeconds } = variant;
      return {
        name: variant.VariantName,
        modelName: model.ModelName,
        containers: containersOf(model),
        instanceType: variant.InstanceType ?? '',
        ...(startupSeconds !== undefined && { startupSeconds }),
        weight: variant.InitialVariantWeight ?? defaultWeight,
        instanceCount: variant.InitialInstanceCount ?? 1,
      };
    });
    const resolutionTime = this.parts.clock.now() / 1000;
    return { configName: request.EndpointConfigName, variants: await Promise.all(variants), resolutionTime };
  }

  private find({ EndpointName: name }: { readonly EndpointName: string }): ServedEndpoint {
    const endpoint = this.served.get(name);
    if (endpoint === undefined) throw invalid(`Could not find endpoint "${this.arnOf(name)}".`);
    return endpoint;
  }

  /** One that may be changed now. */
  private findSettled(input: NamedInput): ServedEndpoint {
    const endpoint = this.find(input);
    const { status, arn } = endpoint.record;
    if (status === 'InService' || status === 'OutOfService') return endpoint;
    if (status === 'Failed') throw invalid(`Cannot update failed endpoint "${arn}"; delete it and create it again.`);
    throw invalid(`Cannot update in-progress endpoint "${arn}".`);
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:endpoint/${name}`;
  }
}

function checkDeployment(config: DeploymentConfig | undefined, { variants }: EndpointPlan): void {
  const problem = deploymentProblem(config, variants);
  if (problem !== undefined) throw invalid(problem);
}

function described(endpoint: ServedEndpoint): JsonObject {
  const countOf = (variant: string): number => endpoint.countOf(variant);
  const { record, stage, failureReason } = endpoint;
  return describeEndpoint(record, { countOf, stage, failureReason });
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
