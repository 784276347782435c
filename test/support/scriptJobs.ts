import { createGzip, gunzipSync } from 'node:zlib';
import { buffer, text } from 'node:stream/consumers';
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateTrainingJobCommand,
  SageMakerClient,
  StopTrainingJobCommand,
  type CreateTrainingJobRequest,
  type DescribeTrainingJobResponse,
} from '@aws-sdk/client-sagemaker';
import { extract, pack, type Header } from 'tar-stream';
import { headersOf, type RunnerWish } from '../../src/shared/node/runnerWish.ts';
import type { EngineProcess } from './engineProcess.ts';
import { bucket, waitForStatus, xgboostRequest } from './trainingRequests.ts';

type Members = Partial<Omit<CreateTrainingJobRequest, 'TrainingJobName'>>;

/** Files by name; an entry with a header of its own may be what no honest program packs. */
export type SourceFiles = Readonly<Record<string, string | Buffer | Pick<Header, 'type' | 'linkname'>>>;

/** Submits scripts to a real engine, as the SageMaker Python SDK does. */
export class ScriptJobs {
  readonly client: SageMakerClient;
  private readonly s3: S3Client;
  private readonly logs: CloudWatchLogsClient;

  constructor(
    engine: Pick<EngineProcess, 'clientConfiguration'>,
    private readonly interpreter: string,
  ) {
    this.client = new SageMakerClient(engine.clientConfiguration);
    this.s3 = new S3Client(engine.clientConfiguration);
    this.logs = new CloudWatchLogsClient(engine.clientConfiguration);
  }

  /** Packs and uploads the files, and creates a job of the scikit-learn image that runs `train.py`. */
  async submit(
    name: string,
    files: SourceFiles,
    hyperparameters: Record<string, string> = {},
    members: Members = {},
  ): Promise<void> {
    await this.upload(`${name}/source.tar.gz`, await archive(files));
    await this.create({ ...scriptRequest(name, hyperparameters), ...members });
  }

  async upload(key: string, body: Uint8Array | string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  async create(
    request: CreateTrainingJobRequest,
    wish: RunnerWish = { runner: 'auto', interpreter: this.interpreter },
  ) {
    const command = new CreateTrainingJobCommand(request);
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, headersOf(wish));
        return next(args);
      },
      { step: 'build' },
    );
    return this.client.send(command);
  }

  ended(name: string): Promise<DescribeTrainingJobResponse> {
    return waitForStatus(this.client, name, 'Completed', 'Failed', 'Stopped');
  }

  async stop(name: string): Promise<void> {
    await this.client.send(new StopTrainingJobCommand({ TrainingJobName: name }));
  }

  /** Submits, waits for the end, and gives it back with the log. */
  async run(...job: Parameters<ScriptJobs['submit']>): Promise<{ job: DescribeTrainingJobResponse; log: string[] }> {
    await this.submit(...job);
    return { job: await this.ended(job[0]), log: await this.log(job[0]) };
  }

  /** Every line of the log of one host of a job. */
  async log(name: string, host = 'algo-1'): Promise<string[]> {
    const logGroupName = '/aws/sagemaker/TrainingJobs';
    const { logStreams = [] } = await this.logs.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: `${name}/${host}-` }),
    );
    const lines: string[] = [];
    const [stream] = logStreams;
    if (stream === undefined) return lines;
    for (let nextToken: string | undefined, before: string | undefined = ''; nextToken !== before;) {
      before = nextToken;
      const page: { events?: { message?: string | undefined }[] | undefined; nextForwardToken?: string | undefined } =
        await this.logs.send(
          new GetLogEventsCommand({
            logGroupName,
            logStreamName: stream.logStreamName,
            startFromHead: true,
            nextToken,
          }),
        );
      lines.push(...(page.events ?? []).map(({ message }) => message ?? ''));
      nextToken = page.nextForwardToken;
    }
    return lines;
  }

  /** The files of an archive that a job uploaded, by name. */
  async archived(name: string, archiveName: 'model.tar.gz' | 'output.tar.gz'): Promise<Record<string, string>> {
    const Key = `output/${name}/output/${archiveName}`;
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const files: Record<string, string> = {};
    const unpacked = extract();
    unpacked.end(gunzipSync((await Body?.transformToByteArray()) ?? ''));
    for await (const entry of unpacked) files[entry.header.name] = await text(entry);
    return files;
  }

  close(): void {
    this.client.destroy();
    this.s3.destroy();
    this.logs.destroy();
  }
}

/** A job of the scikit-learn image whose source was uploaded by `submit`. */
export function scriptRequest(name: string, hyperparameters: Record<string, string> = {}): CreateTrainingJobRequest {
  return {
    ...xgboostRequest(name),
    AlgorithmSpecification: {
      TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
      TrainingInputMode: 'File',
    },
    HyperParameters: {
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/${name}/source.tar.gz`),
      ...hyperparameters,
    },
  };
}

/** A tar.gz of these files. */
export async function archive(files: SourceFiles): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'string' || Buffer.isBuffer(content)) tar.entry({ name }, content);
    else tar.entry({ name, ...content });
  }
  tar.finalize();
  return buffer(tar.pipe(createGzip()));
}
