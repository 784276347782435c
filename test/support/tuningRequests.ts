import {
  CreateHyperParameterTuningJobCommand,
  DescribeHyperParameterTuningJobCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  type CreateHyperParameterTuningJobRequest,
  type DescribeHyperParameterTuningJobResponse,
  type HyperParameterTrainingJobSummary,
  type HyperParameterTuningJobConfig,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { xgboostRequest } from './trainingRequests.ts';
import { waitFor } from './waitFor.ts';

/** Four of them, over the relation of `putTables`. */
export const ranges = {
  ContinuousParameterRanges: [
    { Name: 'eta', MinValue: '0.05', MaxValue: '0.5', ScalingType: 'Logarithmic' as const },
    { Name: 'subsample', MinValue: '0.5', MaxValue: '1' },
  ],
  IntegerParameterRanges: [{ Name: 'max_depth', MinValue: '2', MaxValue: '8' }],
};

/** Six training jobs of built-in XGBoost, two at a time; `statics` are further hyperparameters that stay. */
export function tuningRequest(
  name: string,
  config: Partial<HyperParameterTuningJobConfig> = {},
  statics: Readonly<Record<string, string>> = {},
): CreateHyperParameterTuningJobRequest {
  const { TrainingJobName: _, HyperParameters, Environment: __, ...definition } = xgboostRequest('unnamed');
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: {
      Strategy: 'Random',
      HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'validation:rmse' },
      ResourceLimits: { MaxNumberOfTrainingJobs: 6, MaxParallelTrainingJobs: 2 },
      ParameterRanges: ranges,
      ...config,
    },
    TrainingJobDefinition: {
      ...definition,
      StaticHyperParameters: { ...HyperParameters, ...statics },
    } as CreateHyperParameterTuningJobRequest['TrainingJobDefinition'],
  };
}

/** Creates a tuning job and waits for its end; its training jobs are in the order they were started. */
export async function runTuning(
  client: SageMakerClient,
  request: CreateHyperParameterTuningJobRequest,
): Promise<{ job: DescribeHyperParameterTuningJobResponse; trials: HyperParameterTrainingJobSummary[] }> {
  await client.send(new CreateHyperParameterTuningJobCommand(request));
  const name = request.HyperParameterTuningJobName ?? '';
  const job = await waitForTuning(client, name, 'Completed', 'Failed', 'Stopped');
  return { job, trials: await trainingJobsOf(client, name) };
}

/** The objective's value of a training job; NaN where it has none. */
export function objectiveOf(job: HyperParameterTrainingJobSummary | undefined): number {
  return job?.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? NaN;
}

/** Waits until a tuning job is in one of the statuses. */
export function waitForTuning(
  client: SageMakerClient,
  name: string,
  ...wanted: string[]
): Promise<DescribeHyperParameterTuningJobResponse> {
  return waitFor(
    `${name} to be ${wanted.join(' or ')}`,
    async () => {
      const job = await describeTuning(client, name);
      return wanted.includes(job.HyperParameterTuningJobStatus ?? '') ? job : undefined;
    },
    300_000, // a machine may have more to do; a tuning job that hangs is seen by the test's own limit
  );
}

export function describeTuning(
  client: SageMakerClient,
  name: string,
): Promise<DescribeHyperParameterTuningJobResponse> {
  return client.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
}

/** All training jobs of a tuning job, in the order they were started. */
export async function trainingJobsOf(
  client: SageMakerClient,
  name: string,
): Promise<HyperParameterTrainingJobSummary[]> {
  const found: HyperParameterTrainingJobSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListTrainingJobsForHyperParameterTuningJobCommand({
        HyperParameterTuningJobName: name,
        MaxResults: 100,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    found.push(...(page.TrainingJobSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
