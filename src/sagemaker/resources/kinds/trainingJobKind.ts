import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { headlineMetric } from '../../headlineMetric.ts';
import { describeTrainingJob, endOf, hasEnded, stopTrainingJob } from '../../trainingJobs.ts';
import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/sagemakerSdk.ts');

/** A training job as a list shows it. */
export interface TrainingJobEntry extends ResourceEntry {
  readonly secondaryStatus: string;
  readonly metric?: { readonly name: string; readonly value: number };
  /** When its training began, in epoch milliseconds; a list of jobs does not tell. */
  readonly started?: number;
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly spot?: boolean;
  /** Undefined for an algorithm of the marketplace. */
  readonly image?: string;
  /** `s3://…/model.tar.gz`, once there is one. */
  readonly artifact?: string;
  /** The ARN of the tuning job that it is of. */
  readonly tuningJobArn?: string;
}

export const trainingJobKind: ResourceKind<TrainingJobEntry> = {
  id: 'trainingJob',
  noun: 'training job',
  plural: 'training jobs',
  statuses: jobStatuses,
  serves: servesAll,
  stateOf: jobState,
  async list(clients, request) {
    const [{ ListTrainingJobsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { TrainingJobSummaries = [], NextToken } = await client.send(
      new ListTrainingJobsCommand(listInput(request, servesAll)),
    );
    return {
      entries: TrainingJobSummaries.map(trainingJobEntry),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  details: async (clients, { name }) => trainingJobDetails(await describeTrainingJob(clients, name)),
  describe: describeTrainingJob,
  stop: stopTrainingJob,
  async remove(clients, name) {
    const [{ DeleteTrainingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteTrainingJobCommand({ TrainingJobName: name }));
  },
  isRemovable: hasEnded,
};

type Listed = 'TrainingJobName' | 'TrainingJobArn' | 'TrainingJobStatus' | 'SecondaryStatus' | 'CreationTime';

/** What lists, searches and descriptions tell alike. */
export function trainingJobEntry(
  job: { readonly [K in Listed]?: DescribeTrainingJobResponse[K] | undefined } & Parameters<typeof endOf>[0],
): TrainingJobEntry {
  const ended = endOf(job);
  return {
    ...entryOf({
      name: job.TrainingJobName,
      arn: job.TrainingJobArn,
      status: job.TrainingJobStatus,
      created: job.CreationTime,
      modified: job.LastModifiedTime,
    }),
    secondaryStatus: job.SecondaryStatus ?? '',
    ...(ended !== undefined && { ended }),
  };
}

/** What only a description of a job tells. */
export function trainingJobDetails(job: Partial<DescribeTrainingJobResponse>): Partial<TrainingJobEntry> {
  const { FinalMetricDataList: list = [], TrainingStartTime: started, FailureReason: failureReason } = job;
  const metric = headlineMetric(list.map(({ MetricName, Value }) => ({ name: MetricName ?? '', value: Value ?? NaN })));
  const { InstanceType: instanceType, InstanceCount: instanceCount } = job.ResourceConfig ?? {};
  const image = job.AlgorithmSpecification?.TrainingImage;
  const artifact = job.ModelArtifacts?.S3ModelArtifacts;
  const ended = endOf(job);
  return {
    ...(job.LastModifiedTime && { modified: job.LastModifiedTime.getTime() }),
    ...(metric && { metric }),
    ...(started && { started: started.getTime() }),
    ...(ended !== undefined && { ended }),
    ...(failureReason !== undefined && { failureReason }),
    ...(instanceType !== undefined && { instanceType }),
    ...(instanceCount !== undefined && { instanceCount }),
    ...(job.EnableManagedSpotTraining === true && { spot: true }),
    ...(image !== undefined && { image }),
    ...(artifact !== undefined && { artifact }),
    ...(job.TuningJobArn !== undefined && { tuningJobArn: job.TuningJobArn }),
  };
}
