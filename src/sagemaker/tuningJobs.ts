import type {
  CreateHyperParameterTuningJobRequest,
  DescribeHyperParameterTuningJobResponse,
  HyperParameterTrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import type { RunnerWish } from '../shared/node/runnerWish.ts';
import type { SdkClients } from './clients.ts';
import { addWish } from './wishHeaders.ts';

const loadSdk = () => import('./sdk/tuningSdk.ts');

/**
 * @param wish - How the local engine is to run its training jobs; other places are never told.
 * @returns The ARN of the new tuning job.
 */
export async function createTuningJob(
  clients: SdkClients,
  request: CreateHyperParameterTuningJobRequest,
  wish?: RunnerWish,
): Promise<string> {
  const [{ CreateHyperParameterTuningJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  const command = new CreateHyperParameterTuningJobCommand(request);
  addWish(command, clients.connection, wish);
  return (await client.send(command)).HyperParameterTuningJobArn ?? '';
}

export async function describeTuningJob(
  clients: SdkClients,
  name: string,
): Promise<DescribeHyperParameterTuningJobResponse> {
  const [{ DescribeHyperParameterTuningJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  return client.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
}

export async function stopTuningJob(clients: SdkClients, name: string): Promise<void> {
  const [{ StopHyperParameterTuningJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
}

const pageSize = 100;

/** All training jobs of a tuning job, at most 750 of them (its own limit). */
export async function listTrainingJobsOf(
  clients: SdkClients,
  tuningJob: string,
): Promise<HyperParameterTrainingJobSummary[]> {
  const [{ ListTrainingJobsForHyperParameterTuningJobCommand: Command }, client] = await Promise.all([
    loadSdk(),
    clients.sagemaker(),
  ]);
  const found: HyperParameterTrainingJobSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page: {
      TrainingJobSummaries?: HyperParameterTrainingJobSummary[] | undefined;
      NextToken?: string | undefined;
    } = await client.send(
      new Command({
        HyperParameterTuningJobName: tuningJob,
        MaxResults: pageSize,
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      }),
    );
    found.push(...(page.TrainingJobSummaries ?? []));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return found;
}

/** @returns The name of the training job that was started last; undefined when there is none yet. */
export async function newestTrainingJobOf(clients: SdkClients, tuningJob: string): Promise<string | undefined> {
  const [{ ListTrainingJobsForHyperParameterTuningJobCommand: Command }, client] = await Promise.all([
    loadSdk(),
    clients.sagemaker(),
  ]);
  const answer = await client.send(
    new Command({
      HyperParameterTuningJobName: tuningJob,
      MaxResults: 1,
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
    }),
  );
  return answer.TrainingJobSummaries?.[0]?.TrainingJobName;
}

/** Whether a tuning job has reached a status that it will never leave by itself. */
export function tuningHasEnded(status: string | undefined): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped' || status === 'DeleteFailed';
}
