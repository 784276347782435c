import type {
  CreateTrainingJobRequest,
  DescribeTrainingJobResponse,
  TrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import type { SdkClients } from './clients.ts';

/** One page of training jobs, newest first. */
export interface TrainingJobPage {
  readonly jobs: readonly TrainingJobSummary[];
  readonly nextToken?: string;
}

const loadSdk = () => import('./sdk/sagemakerSdk.ts');

/** @returns The ARN of the new job. */
export async function createTrainingJob(clients: SdkClients, request: CreateTrainingJobRequest): Promise<string> {
  const [{ CreateTrainingJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  const { TrainingJobArn } = await client.send(new CreateTrainingJobCommand(request));
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

/** @param pageSize - At most 100, SageMaker's own limit. */
export async function listTrainingJobs(
  clients: SdkClients,
  pageSize: number,
  nextToken?: string,
): Promise<TrainingJobPage> {
  const [{ ListTrainingJobsCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  const answer = await client.send(
    new ListTrainingJobsCommand({
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      MaxResults: pageSize,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    }),
  );
  return {
    jobs: answer.TrainingJobSummaries ?? [],
    ...(answer.NextToken === undefined ? {} : { nextToken: answer.NextToken }),
  };
}

/** Whether a job has reached a status that it will never leave. */
export function hasEnded(status: string | undefined): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}
