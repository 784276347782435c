import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/autoMlSdk.ts');

export const autoMlJobKind: ResourceKind<ResourceEntry> = {
  id: 'autoMlJob',
  noun: 'AutoML job',
  plural: 'AutoML jobs',
  statuses: jobStatuses,
  serves: servesAll,
  stateOf: jobState,
  async list(clients, request) {
    const [{ ListAutoMLJobsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { AutoMLJobSummaries = [], NextToken } = await client.send(
      new ListAutoMLJobsCommand(listInput(request, servesAll)),
    );
    return {
      entries: AutoMLJobSummaries.map((job) =>
        entryOf({
          name: job.AutoMLJobName,
          arn: job.AutoMLJobArn,
          status: job.AutoMLJobStatus,
          created: job.CreationTime,
          modified: job.LastModifiedTime,
          ended: job.EndTime,
          failureReason: job.FailureReason,
        }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async describe(clients, name) {
    const [{ DescribeAutoMLJobV2Command }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: name }));
  },
  async stop(clients, name) {
    const [{ StopAutoMLJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new StopAutoMLJobCommand({ AutoMLJobName: name }));
  },
};
