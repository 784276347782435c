import type { Connection } from '../../sagemaker/connection.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { formatDuration } from '../../shared/duration.ts';
import type { ResolvedTrainingJob } from '../resolve.ts';

/** What a person agrees to before anything is sent. */
export interface RunSummary {
  readonly question: string;
  /** One fact per line. */
  readonly facts: readonly string[];
}

/** @param newBucket - The bucket that is made first, if one is. */
export function runSummary(
  { accountId, region, redirectedTo, label }: Connection,
  { request, uploads, bucket, source }: ResolvedTrainingJob,
  newBucket: string | undefined,
): RunSummary {
  const { ResourceConfig: resources, StoppingCondition: stopping } = request;
  const groups = resources?.InstanceGroups ?? [
    { InstanceType: resources?.InstanceType, InstanceCount: resources?.InstanceCount },
  ];
  const instances = groups.map(({ InstanceType, InstanceCount }) => `${InstanceType} × ${InstanceCount}`).join(', ');
  const runtime = stopping?.MaxRuntimeInSeconds;
  const bytes = uploads.reduce((sum, { size }) => sum + size, 0);
  const script =
    source === undefined
      ? ''
      : `, among them the script ${source.entryPoint} (${source.files.length} ${source.files.length === 1 ? 'file' : 'files'})`;
  return {
    question: `Run ${request.TrainingJobName} on AWS?`,
    facts: [
      `Account: ${accountId} (${label})`,
      `Region: ${region}`,
      ...(redirectedTo === undefined ? [] : [`Endpoint: ${redirectedTo} (not AWS's own)`]),
      `Role: ${request.RoleArn}`,
      `Instances: ${instances}${request.EnableManagedSpotTraining === true ? ', spot' : ''}`,
      `Runs at most: ${runtime === undefined ? '24h, the service’s default' : formatDuration(runtime * 1000)}`,
      ...(uploads.length === 0
        ? ['Uploads: nothing']
        : [
            `Uploads: ${uploads.length} ${uploads.length === 1 ? 'object' : 'objects'}, ${bytesText(bytes)}${script}, to s3://${bucket}`,
          ]),
      ...(newBucket === undefined ? [] : [`Creates the bucket: ${newBucket}`]),
      `Output: ${request.OutputDataConfig?.S3OutputPath}`,
    ],
  };
}
