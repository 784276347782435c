import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { IDisposable } from '../shared/disposable.ts';
import type { Connection } from './connection.ts';

/** The SDK clients of one connection, each loaded and made at its first use. */
export class SdkClients implements IDisposable {
  private sagemakerClient: Promise<SageMakerClient> | undefined;
  private s3Client: Promise<S3Client> | undefined;
  private logsClient: Promise<CloudWatchLogsClient> | undefined;

  constructor(readonly connection: Connection) {}

  sagemaker(): Promise<SageMakerClient> {
    this.sagemakerClient ??= import('./sdk/sagemakerSdk.ts').then(
      (sdk) => new sdk.SageMakerClient(this.configuration()),
    );
    return this.sagemakerClient;
  }

  s3(): Promise<S3Client> {
    this.s3Client ??= import('./sdk/s3Sdk.ts').then(
      (sdk) => new sdk.S3Client({ ...this.configuration(), forcePathStyle: this.connection.kind === 'local' }),
    );
    return this.s3Client;
  }

  logs(): Promise<CloudWatchLogsClient> {
    this.logsClient ??= import('./sdk/logsSdk.ts').then((sdk) => new sdk.CloudWatchLogsClient(this.configuration()));
    return this.logsClient;
  }

  dispose(): void {
    for (const client of [this.sagemakerClient, this.s3Client, this.logsClient])
      void client?.then((made) => made.destroy());
  }

  private configuration() {
    const { region, credentials, endpoint } = this.connection;
    return { region, credentials, maxAttempts: 4, ...(endpoint === undefined ? {} : { endpoint }) };
  }
}
