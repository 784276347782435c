import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/transformSdk.ts');

/** A transform job as a list shows it. */
export interface TransformJobEntry extends ResourceEntry {
  readonly model?: string;
  readonly instanceType?: string;
  readonly instanceCount?: number;
  /** `s3://…`, where its answers are. */
  readonly output?: string;
  readonly started?: number;
}

export const transformJobKind: ResourceKind<TransformJobEntry> = {
  id: 'transformJob',
  noun: 'transform job',
  plural: 'transform jobs',
  statuses: jobStatuses,
  serves: servesAll,
  stateOf: jobState,
  async list(clients, request) {
    const [{ ListTransformJobsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { TransformJobSummaries = [], NextToken } = await client.send(
      new ListTransformJobsCommand(listInput(request, servesAll)),
    );
    return {
      entries: TransformJobSummaries.map((job) =>
        entryOf({
          name: job.TransformJobName,
          arn: job.TransformJobArn,
          status: job.TransformJobStatus,
          created: job.CreationTime,
          modified: job.LastModifiedTime,
          ended: job.TransformEndTime,
          failureReason: job.FailureReason,
        }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async details(clients, { name }) {
    const [{ DescribeTransformJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const job = await client.send(new DescribeTransformJobCommand({ TransformJobName: name }));
    const { InstanceType: instanceType, InstanceCount: instanceCount } = job.TransformResources ?? {};
    const output = job.TransformOutput?.S3OutputPath;
    return {
      ...(job.ModelName !== undefined && { model: job.ModelName }),
      ...(instanceType !== undefined && { instanceType }),
      ...(instanceCount !== undefined && { instanceCount }),
      ...(output !== undefined && { output }),
      ...(job.TransformStartTime && { started: job.TransformStartTime.getTime() }),
    };
  },
  async describe(clients, name) {
    const [{ DescribeTransformJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DescribeTransformJobCommand({ TransformJobName: name }));
  },
  async stop(clients, name) {
    const [{ StopTransformJobCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new StopTransformJobCommand({ TransformJobName: name }));
  },
};
