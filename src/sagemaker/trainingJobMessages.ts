import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import type { JobFacts, JobStatus } from '../protocol/trainingJobPanel.ts';
import { whereText, type Connection } from './connection.ts';
import { endOf } from './trainingJobs.ts';

const statuses = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'] as const;

/** What never changes about a job, as its panel shows it. */
export function jobFacts(
  job: DescribeTrainingJobResponse,
  connection: Connection,
  metricProblems: readonly string[],
): JobFacts {
  const channels = (job.InputDataConfig ?? []).map((channel) => ({
    name: channel.ChannelName ?? '',
    source: channel.DataSource?.S3DataSource?.S3Uri ?? '',
    ...(channel.ContentType === undefined ? {} : { contentType: channel.ContentType }),
    inputMode: channel.InputMode ?? job.AlgorithmSpecification?.TrainingInputMode ?? 'File',
  }));
  const tuningJob = job.TuningJobArn?.split('/').at(-1);
  const volume = job.ResourceConfig?.VolumeSizeInGB;
  return {
    name: job.TrainingJobName ?? '',
    arn: job.TrainingJobArn ?? '',
    connection: whereText(connection),
    hyperparameters: Object.entries(job.HyperParameters ?? {}).map(([name, value]) => ({ name, value: value ?? '' })),
    channels,
    image: job.AlgorithmSpecification?.TrainingImage ?? job.AlgorithmSpecification?.AlgorithmName ?? '',
    instanceType: job.ResourceConfig?.InstanceType ?? '',
    instanceCount: job.ResourceConfig?.InstanceCount ?? 0,
    metricNames: (job.AlgorithmSpecification?.MetricDefinitions ?? []).map(({ Name }) => Name ?? ''),
    metricProblems: [...metricProblems],
    ...(volume === undefined ? {} : { volumeSizeInGB: volume }),
    ...(tuningJob === undefined ? {} : { tuningJob }),
  };
}

/** @param now - Epoch milliseconds by this machine's clock. */
export function jobStatus(job: DescribeTrainingJobResponse, now: number): JobStatus {
  const transitions = job.SecondaryStatusTransitions ?? [];
  const message = transitions.at(-1)?.StatusMessage;
  const runner = transitions
    .map(({ StatusMessage }) => /\(([\w-]+) runner\)/.exec(StatusMessage ?? '')?.[1])
    .find((name) => name !== undefined);
  const told = transitions.map(({ StatusMessage = '' }) => /not honoured here: (.+)\.$/.exec(StatusMessage)?.[1]);
  const notHonoured = told.find((members) => members !== undefined);
  const ended = endOf(job);
  const artifact = job.ModelArtifacts?.S3ModelArtifacts;
  return {
    status: statuses.find((known) => known === job.TrainingJobStatus) ?? 'InProgress',
    secondaryStatus: job.SecondaryStatus ?? '',
    now,
    created: job.CreationTime?.getTime() ?? now,
    ...(message === undefined ? {} : { statusMessage: message }),
    ...(job.FailureReason === undefined ? {} : { failureReason: job.FailureReason }),
    ...(job.TrainingStartTime === undefined ? {} : { started: job.TrainingStartTime.getTime() }),
    ...(ended === undefined ? {} : { ended }),
    ...(artifact === undefined ? {} : { artifact }),
    ...(runner === undefined ? {} : { runner }),
    // The message of the moment may say it itself.
    ...(notHonoured === undefined || told.at(-1) !== undefined ? {} : { notHonoured }),
  };
}
