import type { CreateTrainingJobRequest, DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import type { RunnerWish } from '../shared/node/runnerWish.ts';
import type { SdkClients } from './clients.ts';
import { addWish } from './wishHeaders.ts';

const loadSdk = () => import('./sdk/sagemakerSdk.ts');

/**
 * @param wish - How the local engine is to run the job; other places are never told.
 * @returns The ARN of the new job.
 */
export async function createTrainingJob(
  clients: SdkClients,
  request: CreateTrainingJobRequest,
  wish?: RunnerWish,
): Promise<string> {
  const [{ CreateTrainingJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  const command = new CreateTrainingJobCommand(request);
  addWish(command, clients.connection, wish);
  const { TrainingJobArn } = await client.send(command);
  return TrainingJobArn ?? '';
}

export async function describeTrainingJob(clients: SdkClients, name: string): Promise<DescribeTrainingJobResponse> {
  const [{ DescribeTrainingJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  return client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
}

export async function stopTrainingJob(clients: SdkClients, name: string): Promise<void> {
  const [{ StopTrainingJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  await client.send(new StopTrainingJobCommand({ TrainingJobName: name }));
}

/** Whether a job has reached a status that it will never leave. */
export function hasEnded(status: string | undefined): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}

type JobTimes = Partial<
  Pick<
    DescribeTrainingJobResponse,
    'TrainingJobStatus' | 'TrainingEndTime' | 'LastModifiedTime' | 'SecondaryStatusTransitions'
  >
>;

/**
 * When a job ended, in epoch milliseconds; undefined while it has not. A job that ends before its training began has no TrainingEndTime;
 * its closing transition then tells, and in a list its last change.
 */
export function endOf(job: JobTimes): number | undefined {
  if (!hasEnded(job.TrainingJobStatus)) return undefined;
  const last = job.SecondaryStatusTransitions?.at(-1);
  return (job.TrainingEndTime ?? last?.EndTime ?? last?.StartTime ?? job.LastModifiedTime)?.getTime();
}
