import { gunzipSync, gzipSync } from 'node:zlib';
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateModelCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  type SageMakerClient,
  type ContainerDefinition,
  type CreateTransformJobRequest,
  type DescribeTransformJobResponse,
} from '@aws-sdk/client-sagemaker';
import type { RunnerWish } from '../../src/shared/node/runnerWish.ts';
import type { EngineProcess } from './engineProcess.ts';
import { bucket, waitForStatus, xgboostRequest } from './trainingRequests.ts';
import { waitFor } from './waitFor.ts';
import { wishingClient } from './wishingClient.ts';

type Input = CreateTransformJobRequest['TransformInput'] & object;
type Output = CreateTransformJobRequest['TransformOutput'] & object;

/** What a test says of a job beyond its name and input. */
export interface TransformAsk extends Partial<Omit<CreateTransformJobRequest, 'TransformInput' | 'TransformOutput'>> {
  readonly input?: Partial<Input>;
  readonly output?: Partial<Output>;
}

const image = xgboostRequest('any').AlgorithmSpecification?.TrainingImage ?? '';
const role = 'arn:aws:iam::000000000000:role/service-role/test';

/** A table without labels for a model of the tables of `putTables`. */
export const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, row) => `${(row % 97) / 97},${(row % 89) / 89}\n`).join('');

/** Trains, serves and transforms on a real engine. */
export class TransformJobs {
  readonly client: SageMakerClient;
  readonly s3: S3Client;
  private readonly logs: CloudWatchLogsClient;

  constructor(engine: Pick<EngineProcess, 'clientConfiguration'>, wish: RunnerWish) {
    this.client = wishingClient(engine.clientConfiguration, wish);
    this.s3 = new S3Client(engine.clientConfiguration);
    this.logs = new CloudWatchLogsClient(engine.clientConfiguration);
  }

  /** Trains on the tables of `putTables` and makes a model of it. @param hyperparameters - Of an image that is not XGBoost's. */
  async model(
    name: string,
    container: Partial<ContainerDefinition> = {},
    trainingImage = image,
    hyperparameters?: Record<string, string>,
  ): Promise<void> {
    const request = xgboostRequest(name);
    await this.client.send(
      new CreateTrainingJobCommand({
        ...request,
        AlgorithmSpecification: { TrainingImage: trainingImage, TrainingInputMode: 'File' },
        HyperParameters: hyperparameters ?? request.HyperParameters,
      }),
    );
    const { ModelArtifacts, FailureReason } = await waitForStatus(this.client, name, 'Completed', 'Failed');
    if (ModelArtifacts === undefined) throw new Error(FailureReason);
    await this.createModel(name, {
      Image: trainingImage,
      ModelDataUrl: ModelArtifacts.S3ModelArtifacts,
      ...container,
    });
  }

  async createModel(name: string, container: ContainerDefinition): Promise<void> {
    await this.client.send(
      new CreateModelCommand({
        ModelName: name,
        ExecutionRoleArn: role,
        PrimaryContainer: { Image: image, ...container },
      }),
    );
  }

  async put(key: string, body: string | Uint8Array, packed = false): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: packed ? gzipSync(body) : body }));
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  }

  async keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }

  /** @param prefix - Of the input's keys; the output goes to `out/<name>`. */
  async create(name: string, model: string, prefix: string, ask: TransformAsk = {}): Promise<void> {
    const { input, output, ...members } = ask;
    await this.client.send(
      new CreateTransformJobCommand({
        TransformJobName: name,
        ModelName: model,
        TransformInput: {
          ContentType: 'text/csv',
          SplitType: 'Line',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${prefix}` } },
          ...input,
        },
        TransformOutput: { S3OutputPath: `s3://${bucket}/out/${name}`, ...output },
        TransformResources: { InstanceType: 'ml.m4.xlarge', InstanceCount: 1 },
        ...members,
      }),
    );
  }

  ended(name: string): Promise<DescribeTransformJobResponse> {
    return waitFor(
      `${name} to end`,
      async () => {
        const job = await this.client.send(new DescribeTransformJobCommand({ TransformJobName: name }));
        return ['Completed', 'Failed', 'Stopped'].includes(job.TransformJobStatus ?? '') ? job : undefined;
      },
      60_000,
    );
  }

  /** Resolves once the model has been loaded and records are sent to it. */
  async begun(name: string): Promise<void> {
    await waitFor(`${name} to run`, async () => (await this.log(name).catch(() => ({ data: [] }))).data[0]);
  }

  async run(...job: Parameters<TransformJobs['create']>): Promise<DescribeTransformJobResponse> {
    await this.create(...job);
    return this.ended(job[0]);
  }

  /** Every line of a job's two streams. */
  async log(name: string): Promise<{ readonly container: string[]; readonly data: string[] }> {
    const logGroupName = '/aws/sagemaker/TransformJobs';
    const { logStreams = [] } = await this.logs.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: `${name}/` }),
    );
    const found = { container: [] as string[], data: [] as string[] };
    for (const { logStreamName = '' } of logStreams) {
      const { events = [] } = await this.logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
      );
      const stream = logStreamName.endsWith('/data-log') ? found.data : found.container;
      stream.push(...events.map(({ message = '' }) => message));
    }
    return found;
  }

  close(): void {
    this.client.destroy();
    this.s3.destroy();
    this.logs.destroy();
  }
}
