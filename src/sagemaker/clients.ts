import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { IDisposable } from '../shared/disposable.ts';
import type { AwsService, Connection } from './connection.ts';

/** The SDK clients of one connection, each loaded and made at its first use. */
export class SdkClients implements IDisposable {
  private sagemakerClient: Promise<SageMakerClient> | undefined;
  private s3Client: Promise<S3Client> | undefined;
  private logsClient: Promise<CloudWatchLogsClient> | undefined;
  private iamClient: Promise<IAMClient> | undefined;

  constructor(readonly connection: Connection) {}

  sagemaker(): Promise<SageMakerClient> {
    this.sagemakerClient ??= import('./sdk/sagemakerSdk.ts').then(
      (sdk) => new sdk.SageMakerClient(this.configuration('sagemaker')),
    );
    return this.sagemakerClient;
  }

  s3(): Promise<S3Client> {
    this.s3Client ??= import('./sdk/s3Sdk.ts').then((sdk) => {
      const configuration = this.configuration('s3');
      return new sdk.S3Client({ ...configuration, forcePathStyle: configuration.endpoint !== undefined });
    });
    return this.s3Client;
  }

  logs(): Promise<CloudWatchLogsClient> {
    this.logsClient ??= import('./sdk/logsSdk.ts').then(
      (sdk) => new sdk.CloudWatchLogsClient(this.configuration('cloudwatch_logs')),
    );
    return this.logsClient;
  }

  iam(): Promise<IAMClient> {
    this.iamClient ??= import('./sdk/iamSdk.ts').then((sdk) => new sdk.IAMClient(this.configuration('iam')));
    return this.iamClient;
  }

  dispose(): void {
    for (const client of [this.sagemakerClient, this.s3Client, this.logsClient, this.iamClient])
      void client?.then((made) => made.destroy());
  }

  private configuration(service: AwsService) {
    const { region, credentials, profile, serviceEndpoints } = this.connection;
    const endpoint = serviceEndpoints?.[service] ?? this.connection.endpoint;
    return {
      region,
      credentials,
      maxAttempts: 4,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(profile === undefined ? {} : { profile }),
    };
  }
}
