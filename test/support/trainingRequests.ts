import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import {
  DescribeTrainingJobCommand,
  type CreateTrainingJobRequest,
  type DescribeTrainingJobResponse,
} from '@aws-sdk/client-sagemaker';
import type { EngineProcess } from './engineProcess.ts';
import { waitFor } from './waitFor.ts';

export const bucket = 'sagemaker-us-east-1-000000000000';

/** Label first, two features, an obvious relation: enough to see an error fall. */
export function tableCsv(rows: number, seed = 1): string {
  let state = seed;
  const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: rows }, () => {
    const [a, b] = [random(), random()];
    return `${(3 * a - 2 * b).toFixed(5)},${a.toFixed(5)},${b.toFixed(5)}\n`;
  }).join('');
}

/** Creates the default bucket with `data/train.csv` and `data/validation.csv`. */
export async function putTables(engine: Pick<EngineProcess, 'clientConfiguration'>, rows = 200): Promise<void> {
  const s3 = new S3Client(engine.clientConfiguration);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'data/train.csv', Body: tableCsv(rows) }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'data/validation.csv', Body: tableCsv(rows / 4, 7) }));
  s3.destroy();
}

/** A request for built-in XGBoost on those tables. */
export function xgboostRequest(name: string, hyperparameters: Record<string, string> = {}): CreateTrainingJobRequest {
  const channel = (ChannelName: string) => ({
    ChannelName,
    ContentType: 'text/csv',
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: `s3://${bucket}/data/${ChannelName}.csv` } },
  });
  return {
    TrainingJobName: name,
    AlgorithmSpecification: {
      TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
      TrainingInputMode: 'File',
    },
    RoleArn: 'arn:aws:iam::000000000000:role/service-role/test',
    HyperParameters: { objective: 'reg:squarederror', num_round: '20', ...hyperparameters },
    InputDataConfig: [channel('train'), channel('validation')],
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/output` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 },
    StoppingCondition: { MaxRuntimeInSeconds: 600 },
  };
}

/** Waits until a job is in one of the statuses (or secondary statuses). */
export function waitForStatus(
  client: SageMakerClient,
  name: string,
  ...wanted: string[]
): Promise<DescribeTrainingJobResponse> {
  return waitFor(`${name} to be ${wanted.join(' or ')}`, async () => {
    const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
    const { TrainingJobStatus: status = '', SecondaryStatus: secondary = '' } = job;
    return wanted.includes(status) || wanted.includes(secondary) ? job : undefined;
  });
}

/** Runs for minutes unless it is stopped. */
export const endless = { num_round: '1000000' };
