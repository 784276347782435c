import type { HyperParameterTuningJobSummary } from '@aws-sdk/client-sagemaker';
import type { TuningJobEntry } from '../../tuningJobEntry.ts';
import { describeTuningJob, stopTuningJob, tuningHasEnded } from '../../tuningJobs.ts';
import { listInput, servesAll } from '../listQuery.ts';
import { entryOf } from '../resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/tuningSdk.ts');

export const tuningJobKind: ResourceKind<TuningJobEntry> = {
  id: 'tuningJob',
  noun: 'tuning job',
  plural: 'tuning jobs',
  statuses: jobStatuses,
  serves: servesAll,
  stateOf: jobState,
  async list(clients, request) {
    const [{ ListHyperParameterTuningJobsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { HyperParameterTuningJobSummaries = [], NextToken } = await client.send(
      new ListHyperParameterTuningJobsCommand(listInput(request, servesAll)),
    );
    return {
      entries: HyperParameterTuningJobSummaries.map(tuningJobEntry),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async details(clients, { name }) {
    const job = await describeTuningJob(clients, name);
    const { BestTrainingJob: best, FailureReason: failureReason, HyperParameterTuningJobConfig: config } = job;
    const own = (job.TrainingJobDefinitions ?? []).map(({ TuningObjective }) => TuningObjective);
    const goals = [config?.HyperParameterTuningJobObjective, ...own].map((one) => one?.Type);
    const objective = best?.FinalHyperParameterTuningJobObjectiveMetric;
    return {
      maximizes: goals.includes('Maximize'),
      ...(objective?.Value !== undefined && {
        best: {
          jobName: best?.TrainingJobName ?? '',
          metric: objective.MetricName ?? '',
          value: objective.Value,
        },
      }),
      ...(failureReason !== undefined && { failureReason }),
    };
  },
  describe: describeTuningJob,
  stop: stopTuningJob,
  async remove(clients, name) {
    const [{ DeleteHyperParameterTuningJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
  },
  isRemovable: tuningHasEnded,
};

/** What lists and searches tell alike. */
export function tuningJobEntry(
  job: Partial<HyperParameterTuningJobSummary> & { readonly FailureReason?: string | undefined },
): TuningJobEntry {
  const status = job.HyperParameterTuningJobStatus ?? '';
  const { Completed = 0, Stopped = 0, NonRetryableError: failed = 0 } = job.TrainingJobStatusCounters ?? {};
  const most = job.ResourceLimits?.MaxNumberOfTrainingJobs;
  return {
    ...entryOf({
      name: job.HyperParameterTuningJobName,
      arn: job.HyperParameterTuningJobArn,
      status,
      created: job.CreationTime,
      modified: job.LastModifiedTime,
      ended: job.HyperParameterTuningEndTime ?? (tuningHasEnded(status) ? job.LastModifiedTime : undefined),
      failureReason: job.FailureReason,
    }),
    strategy: job.Strategy ?? '',
    jobs: { ended: Completed + Stopped + failed, failed, ...(most !== undefined && { most }) },
  };
}
