import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { IDisposable } from '../shared/disposable.ts';
import type { Connection } from './connection.ts';

/** The SDK clients of one connection, each loaded and made at its first use. */
export class SdkClients implements IDisposable {
  private sagemakerClient: Promise<SageMakerClient> | undefined;
  private s3Client: Promise<S3Client> | undefined;
  private logsClient: Promise<CloudWatchLogsClient> | undefined;
  private iamClient: Promise<IAMClient> | undefined;

  constructor(readonly connection: Connection) {}

  sagemaker(): Promise<SageMakerClient> {
    this.sagemakerClient ??= import('./sdk/sagemakerSdk.ts').then(
      (sdk) => new sdk.SageMakerClient(this.configuration()),
    );
    return this.sagemakerClient;
  }

  s3(): Promise<S3Client> {
    this.s3Client ??= import('./sdk/s3Sdk.ts').then(
      (sdk) => new sdk.S3Client({ ...this.configuration(), forcePathStyle: this.connection.endpoint !== undefined }),
    );
    return this.s3Client;
  }

  logs(): Promise<CloudWatchLogsClient> {
    this.logsClient ??= import('./sdk/logsSdk.ts').then((sdk) => new sdk.CloudWatchLogsClient(this.configuration()));
    return this.logsClient;
  }

  iam(): Promise<IAMClient> {
    this.iamClient ??= import('./sdk/iamSdk.ts').then((sdk) => new sdk.IAMClient(this.configuration()));
    return this.iamClient;
  }

  dispose(): void {
    for (const client of [this.sagemakerClient, this.s3Client, this.logsClient, this.iamClient])
      void client?.then((made) => made.destroy());
  }

  private configuration() {
    const { region, credentials, endpoint, profile } = this.connection;
    return {
      region,
      credentials,
      maxAttempts: 4,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(profile === undefined ? {} : { profile }),
    };
  }
}
