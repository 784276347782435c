import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  type SageMakerClient,
  type CreateProcessingJobRequest,
  type DescribeProcessingJobResponse,
  type ProcessingInput,
  type ProcessingOutput,
} from '@aws-sdk/client-sagemaker';
import type { RunnerWish } from '../../src/shared/node/runnerWish.ts';
import type { EngineProcess } from './engineProcess.ts';
import { bucket } from './trainingRequests.ts';
import { waitFor } from './waitFor.ts';
import { wishingClient } from './wishingClient.ts';

const processingImage = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const processingLogs = '/aws/sagemaker/ProcessingJobs';

const scriptFolder = '/opt/ml/processing/input/code';

/** An input of the objects below a prefix of the tests' bucket. */
export function inputFrom(
  prefix: string,
  LocalPath: string,
  more: Partial<ProcessingInput['S3Input'] & object> = {},
): ProcessingInput {
  const S3Uri = `s3://${bucket}/${prefix}`;
  return { InputName: prefix, S3Input: { S3Uri, LocalPath, S3DataType: 'S3Prefix', S3InputMode: 'File', ...more } };
}

/** An output of `/opt/ml/processing/<name>` below `out/<job>/<name>`. */
export function outputTo(
  job: string,
  name: string,
  S3UploadMode: 'Continuous' | 'EndOfJob' = 'EndOfJob',
): ProcessingOutput {
  const S3Output = {
    S3Uri: `s3://${bucket}/out/${job}/${name}`,
    LocalPath: `/opt/ml/processing/${name}`,
    S3UploadMode,
  };
  return { OutputName: name, S3Output };
}

/** What a test says of a job beyond its name and script. */
export interface ProcessingAsk extends Partial<Omit<CreateProcessingJobRequest, 'ProcessingJobName'>> {
  readonly arguments?: string[];
  readonly inputs?: ProcessingInput[];
  readonly outputs?: ProcessingOutput[];
  readonly hosts?: number;
}

/** Runs processing jobs on a real engine. */
export class ProcessingJobs {
  readonly client: SageMakerClient;
  readonly s3: S3Client;
  private readonly logs: CloudWatchLogsClient;

  constructor(engine: Pick<EngineProcess, 'clientConfiguration'>, wish: RunnerWish) {
    this.client = wishingClient(engine.clientConfiguration, wish);
    this.s3 = new S3Client(engine.clientConfiguration);
    this.logs = new CloudWatchLogsClient(engine.clientConfiguration);
  }

  /** A request for a job that runs `code/<name>/job.py`. */
  request(name: string, ask: ProcessingAsk = {}): CreateProcessingJobRequest {
    const { arguments: args = [], inputs = [], outputs = [], hosts = 1, ...members } = ask;
    return {
      ProcessingJobName: name,
      RoleArn: 'arn:aws:iam::000000000000:role/service-role/test',
      AppSpecification: {
        ImageUri: processingImage,
        ContainerEntrypoint: ['python3', `${scriptFolder}/job.py`],
        ...(args.length > 0 && { ContainerArguments: args }),
      },
      ProcessingInputs: [{ ...inputFrom(`code/${name}/job.py`, scriptFolder), InputName: 'code' }, ...inputs],
      ...(outputs.length > 0 && { ProcessingOutputConfig: { Outputs: outputs } }),
      ProcessingResources: {
        ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: hosts, VolumeSizeInGB: 1 },
      },
      ...members,
    };
  }

  async create(name: string, script: string, ask: ProcessingAsk = {}): Promise<void> {
    await this.put(`code/${name}/job.py`, script);
    await this.client.send(new CreateProcessingJobCommand(this.request(name, ask)));
  }

  describe(name: string): Promise<DescribeProcessingJobResponse> {
    return this.client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));
  }

  ended(name: string): Promise<DescribeProcessingJobResponse> {
    return waitFor(
      `${name} to end`,
      async () => {
        const job = await this.describe(name);
        return ['Completed', 'Failed', 'Stopped'].includes(job.ProcessingJobStatus ?? '') ? job : undefined;
      },
      60_000,
    );
  }

  async run(...job: Parameters<ProcessingJobs['create']>): Promise<DescribeProcessingJobResponse> {
    await this.create(...job);
    return this.ended(job[0]);
  }

  /** Resolves once a line of the job's log has the text. */
  async says(name: string, text: string): Promise<void> {
    await waitFor(`${name} to say ${text}`, async () => (await this.lines(name)).find((line) => line.includes(text)));
  }

  /** Every line of every stream of a job; none for a job that has said nothing yet. */
  async lines(name: string): Promise<string[]> {
    return [...(await this.streams(name)).values()].flat();
  }

  /** The lines by the name of their stream, without the epoch at its end. */
  async streams(name: string): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    const asked = { logGroupName: processingLogs, logStreamNamePrefix: `${name}/` };
    const { logStreams = [] } = await this.logs
      .send(new DescribeLogStreamsCommand(asked))
      .catch(() => ({ logStreams: [] })); // no job has said anything yet
    for (const { logStreamName = '' } of logStreams) {
      const { events = [] } = await this.logs.send(
        new GetLogEventsCommand({ logGroupName: processingLogs, logStreamName, startFromHead: true }),
      );
      found.set(
        logStreamName.replace(/-\d+$/, ''),
        events.map(({ message = '' }) => message),
      );
    }
    return found;
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  }

  /** The keys below a prefix, without it. */
  async keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    return Contents.map(({ Key = '' }) => Key.slice(prefix.length));
  }

  close(): void {
    this.client.destroy();
    this.s3.destroy();
    this.logs.destroy();
  }
}
