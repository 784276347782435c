import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DescribeEndpointCommand,
  type SageMakerClient,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
  type DeploymentConfig,
  type DescribeEndpointOutput,
  type DesiredWeightAndCapacity,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { workFolderVariable } from '../../src/engine/execution/process/leftovers.ts';
import type { RunnerWish } from '../../src/shared/node/runnerWish.ts';
import type { EngineProcess } from './engineProcess.ts';
import { waitFor } from './waitFor.ts';
import { wishingClient } from './wishingClient.ts';

/** What a test says of a variant; one instance and a weight of 1 unless it does. */
export interface VariantAsk extends Partial<ProductionVariant> {
  readonly ModelName: string;
}

/** Deploys and calls on a real engine. */
export class Endpoints {
  readonly client: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  private readonly logs: CloudWatchLogsClient;

  constructor(
    private readonly engine: Pick<EngineProcess, 'clientConfiguration' | 'stateDirectory'>,
    wish: RunnerWish,
  ) {
    this.client = wishingClient(engine.clientConfiguration, wish);
    this.runtime = new SageMakerRuntimeClient(engine.clientConfiguration);
    this.logs = new CloudWatchLogsClient(engine.clientConfiguration);
  }

  /** @param variants - By name. */
  async config(name: string, variants: Readonly<Record<string, VariantAsk>>): Promise<void> {
    const ProductionVariants = Object.entries(variants).map(([VariantName, variant]) => ({
      VariantName,
      InstanceType: 'ml.m5.large' as const,
      InitialInstanceCount: 1,
      ...variant,
    }));
    await this.client.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
  }

  async create(name: string, config: string): Promise<void> {
    await this.client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: config }));
  }

  async update(name: string, config: string, deployment?: DeploymentConfig): Promise<void> {
    await this.client.send(
      new UpdateEndpointCommand({
        EndpointName: name,
        EndpointConfigName: config,
        ...(deployment && { DeploymentConfig: deployment }),
      }),
    );
  }

  async adjust(name: string, ...DesiredWeightsAndCapacities: DesiredWeightAndCapacity[]): Promise<void> {
    await this.client.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName: name, DesiredWeightsAndCapacities }),
    );
  }

  describe(name: string): Promise<DescribeEndpointOutput> {
    return this.client.send(new DescribeEndpointCommand({ EndpointName: name }));
  }

  /** Resolves when no change of it is under way. */
  settled(name: string, milliseconds = 60_000): Promise<DescribeEndpointOutput> {
    return waitFor(
      `${name} to settle`,
      async () => {
        const endpoint = await this.describe(name);
        return ['InService', 'Failed', 'OutOfService'].includes(endpoint.EndpointStatus ?? '') ? endpoint : undefined;
      },
      milliseconds,
    );
  }

  /** @returns The answer's text, and who gave it. */
  async invoke(name: string, target?: string): Promise<{ text: string; variant: string }> {
    const { Body, InvokedProductionVariant = '' } = await this.runtime.send(
      new InvokeEndpointCommand({
        EndpointName: name,
        ContentType: 'text/csv',
        Body: '0.5,0.5\n',
        ...(target !== undefined && { TargetVariant: target }),
      }),
    );
    return { text: Buffer.from(Body).toString('utf8'), variant: InvokedProductionVariant };
  }

  /** All lines of its log. */
  async log(name: string): Promise<string[]> {
    const { events = [] } = await this.logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/sagemaker/Endpoints/${name}` }),
    );
    return events.map(({ message = '' }) => message);
  }

  /** The processes that answer for this engine's models, in the order of their start. */
  servers(): Promise<number[]> {
    return serversOf(this.engine.stateDirectory);
  }

  close(): void {
    this.client.destroy();
    this.runtime.destroy();
    this.logs.destroy();
  }
}

/** Processes that were started in an engine's work folder; Linux only. */
export async function serversOf(stateDirectory: string): Promise<number[]> {
  const mark = `${workFolderVariable}=${join(stateDirectory, 'work')}`;
  const found: number[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''); // it has ended meanwhile
    if (environment.includes(mark)) found.push(Number(pid));
  }
  return found.sort((a, b) => a - b);
}
