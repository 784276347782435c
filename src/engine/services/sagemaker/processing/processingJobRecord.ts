import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { JobStatus } from '../recordJournal.ts';
import type { Tag } from '../tagOwner.ts';

interface ProcessingS3Input {
  S3Uri: string;
  LocalPath?: string;
  S3DataType: 'S3Prefix' | 'ManifestFile';
  S3InputMode?: 'File' | 'Pipe';
  S3DataDistributionType?: 'FullyReplicated' | 'ShardedByS3Key';
  S3CompressionType?: 'None' | 'Gzip';
}

export interface ProcessingInput {
  InputName: string;
  AppManaged?: boolean;
  S3Input?: ProcessingS3Input;
  DatasetDefinition?: Readonly<Record<string, unknown>>;
}

export interface ProcessingOutput {
  OutputName: string;
  AppManaged?: boolean;
  S3Output?: { S3Uri: string; LocalPath?: string; S3UploadMode: 'Continuous' | 'EndOfJob' };
  FeatureStoreOutput?: { FeatureGroupName: string };
}

/** A `CreateProcessingJob` request after validation: the members that the engine acts on; others are kept as they came. */
export interface ProcessingJobRequest {
  ProcessingJobName: string;
  RoleArn: string;
  AppSpecification: {
    ImageUri: string;
    ContainerEntrypoint?: readonly string[];
    ContainerArguments?: readonly string[];
  };
  Environment?: Readonly<Record<string, string>>;
  ProcessingInputs?: readonly ProcessingInput[];
  ProcessingOutputConfig?: { Outputs: readonly ProcessingOutput[]; KmsKeyId?: string };
  ProcessingResources: {
    ClusterConfig: {
      InstanceCount?: number;
      InstanceType?: string;
      InstancePreferences?: readonly { InstanceType: string; InstanceCount?: number }[];
      VolumeSizeInGB: number;
      VolumeKmsKeyId?: string;
    };
  };
  StoppingCondition: { MaxRuntimeInSeconds: number };
  Tags?: readonly Tag[];
  [member: string]: unknown;
}

export interface ProcessingJobRecord {
  readonly arn: string;
  request: ProcessingJobRequest;
  status: JobStatus;
  failureReason?: string;
  /** What its program left in `/opt/ml/output/message`. */
  exitMessage?: string;
  /** Epoch seconds, as on the wire. */
  readonly creationTime: number;
  lastModifiedTime: number;
  startTime?: number;
  endTime?: number;
  /** How its owner wishes it to be run. */
  readonly wish: RunnerWish;
}

/** The answer of `DescribeProcessingJob`. */
export function describeProcessingJob(record: ProcessingJobRecord): Record<string, unknown> {
  const { Tags, ...request } = record.request;
  return withoutUndefined({
    ...request,
    ProcessingJobArn: record.arn,
    ProcessingJobStatus: record.status,
    ExitMessage: record.exitMessage,
    FailureReason: record.failureReason,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    ProcessingStartTime: record.startTime,
    ProcessingEndTime: record.endTime,
  });
}

/** One row of `ListProcessingJobs`. */
export function processingJobRow(record: ProcessingJobRecord): Record<string, unknown> {
  return withoutUndefined({
    ProcessingJobName: record.request.ProcessingJobName,
    ProcessingJobArn: record.arn,
    CreationTime: record.creationTime,
    ProcessingEndTime: record.endTime,
    LastModifiedTime: record.lastModifiedTime,
    ProcessingJobStatus: record.status,
    FailureReason: record.failureReason,
    ExitMessage: record.exitMessage,
  });
}

/** What the store keeps in memory of a job. */
export function summarizeProcessingJob(record: ProcessingJobRecord): ResourceSummary {
  const { request, status, creationTime, lastModifiedTime } = record;
  return { name: request.ProcessingJobName, status, creationTime, lastModifiedTime };
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
