import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/processingSdk.ts');

/** A processing job as a list shows it. */
export interface ProcessingJobEntry extends ResourceEntry {
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly started?: number;
}

export const processingJobKind: ResourceKind<ProcessingJobEntry> = {
  id: 'processingJob',
  noun: 'processing job',
  plural: 'processing jobs',
  statuses: jobStatuses,
  serves: servesAll,
  stateOf: jobState,
  async list(clients, request) {
    const [{ ListProcessingJobsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { ProcessingJobSummaries = [], NextToken } = await client.send(
      new ListProcessingJobsCommand(listInput(request, servesAll)),
    );
    return {
      entries: ProcessingJobSummaries.map((job) =>
        entryOf({
          name: job.ProcessingJobName,
          arn: job.ProcessingJobArn,
          status: job.ProcessingJobStatus,
          created: job.CreationTime,
          modified: job.LastModifiedTime,
          ended: job.ProcessingEndTime,
          failureReason: job.FailureReason,
        }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async details(clients, { name }) {
    const [{ DescribeProcessingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const job = await client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));
    const { InstanceType: instanceType, InstanceCount: instanceCount } = job.ProcessingResources?.ClusterConfig ?? {};
    return {
      ...(instanceType !== undefined && { instanceType }),
      ...(instanceCount !== undefined && { instanceCount }),
      ...(job.ProcessingStartTime && { started: job.ProcessingStartTime.getTime() }),
    };
  },
  async describe(clients, name) {
    const [{ DescribeProcessingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));
  },
  async stop(clients, name) {
    const [{ StopProcessingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new StopProcessingJobCommand({ ProcessingJobName: name }));
  },
  async remove(clients, name) {
    const [{ DeleteProcessingJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteProcessingJobCommand({ ProcessingJobName: name }));
  },
  isRemovable: (status) => jobState(status) !== 'running',
};
