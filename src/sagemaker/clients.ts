import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { PricingClient } from '@aws-sdk/client-pricing';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Clock } from '../shared/clock.ts';
import type { IDisposable } from '../shared/disposable.ts';
import { systemClock } from '../shared/node/systemClock.ts';
import { limitRequests, type Turns } from './budget/limitRequests.ts';
import type { AwsService, Connection } from './connection.ts';
import { pricingRegion } from './pricingRegion.ts';
import { watchRequests } from './requests/watchRequests.ts';

/** Of S3 what a view asks for; what a person's objects are sent with goes as fast as it goes. */
const lookAtBuckets = (operation: string): string | undefined =>
  /^(?:List|HeadBucket)/.test(operation) ? operation : undefined;

/** The SDK clients of one connection, each loaded and made at its first use. */
export class SdkClients implements IDisposable {
  private sagemakerClient: Promise<SageMakerClient> | undefined;
  private readonly s3Clients = new Map<string, Promise<S3Client>>();
  private logsClient: Promise<CloudWatchLogsClient> | undefined;
  private iamClient: Promise<IAMClient> | undefined;
  /** Where buckets are that S3 said are not in the connection's region. */
  readonly bucketRegions = new Map<string, string>();
  private runtimeClient: Promise<SageMakerRuntimeClient> | undefined;
  private cloudWatchClient: Promise<CloudWatchClient> | undefined;
  private pricingClient: Promise<PricingClient> | undefined;

  /** @param turns - What all services are asked within, but for the contents of objects and the answers of endpoints. */
  constructor(
    readonly connection: Connection,
    private readonly turns?: Turns,
    private readonly clock: Clock = systemClock,
  ) {}

  sagemaker(): Promise<SageMakerClient> {
    this.sagemakerClient ??= import('./sdk/sagemakerSdk.ts').then((sdk) =>
      this.watched(this.limited(new sdk.SageMakerClient(this.configuration('sagemaker')))),
    );
    return this.sagemakerClient;
  }

  /** @param region - Where the bucket is, if not in the connection's region: S3 takes only what is signed for that. */
  s3(region = this.connection.region): Promise<S3Client> {
    const known = this.s3Clients.get(region);
    if (known !== undefined) return known;
    const made = import('./sdk/s3Sdk.ts').then((sdk) => {
      const configuration = { ...this.configuration('s3'), region };
      const client = new sdk.S3Client({ ...configuration, forcePathStyle: configuration.endpoint !== undefined });
      return this.watched(limitRequests(client, this.turns, lookAtBuckets));
    });
    this.s3Clients.set(region, made);
    return made;
  }

  logs(): Promise<CloudWatchLogsClient> {
    this.logsClient ??= import('./sdk/logsSdk.ts').then((sdk) =>
      this.watched(this.limited(new sdk.CloudWatchLogsClient(this.configuration('cloudwatch_logs')))),
    );
    return this.logsClient;
  }

  iam(): Promise<IAMClient> {
    this.iamClient ??= import('./sdk/iamSdk.ts').then((sdk) =>
      this.watched(this.limited(new sdk.IAMClient(this.configuration('iam')))),
    );
    return this.iamClient;
  }

  cloudWatch(): Promise<CloudWatchClient> {
    this.cloudWatchClient ??= import('./sdk/cloudWatchSdk.ts').then((sdk) =>
      this.watched(this.limited(new sdk.CloudWatchClient(this.configuration('cloudwatch')))),
    );
    return this.cloudWatchClient;
  }

  /** The price list is asked in one of its own regions. */
  pricing(): Promise<PricingClient> {
    this.pricingClient ??= import('./sdk/pricingSdk.ts').then((sdk) =>
      this.watched(
        this.limited(
          new sdk.PricingClient({ ...this.configuration('pricing'), region: pricingRegion(this.connection.region) }),
        ),
      ),
    );
    return this.pricingClient;
  }

  /** Asks endpoints: answers, not lists, so no budget goes before it. */
  runtime(): Promise<SageMakerRuntimeClient> {
    this.runtimeClient ??= import('./sdk/runtimeSdk.ts').then(
      (sdk) => new sdk.SageMakerRuntimeClient(this.configuration('sagemaker_runtime')),
    );
    return this.runtimeClient;
  }

  dispose(): void {
    for (const client of [
      this.sagemakerClient,
      ...this.s3Clients.values(),
      this.logsClient,
      this.iamClient,
      this.runtimeClient,
      this.cloudWatchClient,
      this.pricingClient,
    ])
      void client?.then((made) => made.destroy());
  }

  /** A client, made here or elsewhere, whose requests wait for their turns among the connection's others. */
  limited<C extends { readonly middlewareStack: object }>(client: C, nameOf?: (operation: string) => string): C {
    return limitRequests(client, this.turns, nameOf);
  }

  private watched<C extends Parameters<typeof watchRequests>[0]>(client: C): C {
    return watchRequests(client, this.connection, this.clock);
  }

  private configuration(service: AwsService) {
    const { region, credentials, profile, serviceEndpoints } = this.connection;
    const endpoint = serviceEndpoints?.[service] ?? this.connection.endpoint;
    return {
      region,
      credentials,
      maxAttempts: 4,
      // Without it a server that is connected to and says nothing is waited for without end; a model may think for a minute.
      requestHandler: { connectionTimeout: 5_000, socketTimeout: service === 'sagemaker_runtime' ? 70_000 : 20_000 },
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(profile === undefined ? {} : { profile }),
    };
  }
}
