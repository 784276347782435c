import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/labelingSdk.ts');

export const labelingJobKind: ResourceKind<ResourceEntry> = {
  id: 'labelingJob',
  noun: 'labeling job',
  plural: 'labeling jobs',
  statuses: ['Initializing', ...jobStatuses],
  serves: servesAll,
  stateOf: jobState,
  async list(clients, request) {
    const [{ ListLabelingJobsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { LabelingJobSummaryList = [], NextToken } = await client.send(
      new ListLabelingJobsCommand(listInput(request, servesAll)),
    );
    return {
      entries: LabelingJobSummaryList.map((job) =>
        entryOf({
          name: job.LabelingJobName,
          arn: job.LabelingJobArn,
          status: job.LabelingJobStatus,
          created: job.CreationTime,
          modified: job.LastModifiedTime,
          ended: jobState(job.LabelingJobStatus ?? '') === 'running' ? undefined : job.LastModifiedTime,
          failureReason: job.FailureReason,
        }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async describe(clients, name) {
    const [{ DescribeLabelingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DescribeLabelingJobCommand({ LabelingJobName: name }));
  },
  async stop(clients, name) {
    const [{ StopLabelingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new StopLabelingJobCommand({ LabelingJobName: name }));
  },
};
