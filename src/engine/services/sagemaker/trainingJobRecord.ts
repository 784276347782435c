import type { RunnerWish } from '../../../shared/node/runnerWish.ts';
import type { Tag } from './tagOwner.ts';
import type { ResourceSummary } from '../../store/resourceSummary.ts';

/** One entry of `SecondaryStatusTransitions`; times in epoch seconds, as on the wire. */
interface StatusTransition {
  Status: SecondaryStatus;
  StartTime: number;
  EndTime?: number;
  StatusMessage: string;
}

export type TrainingJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** Contract, section 12. */
export type SecondaryStatus =
  | 'Starting'
  | 'Restarting'
  | 'Downloading'
  | 'Training'
  | 'Uploading'
  | 'Stopping'
  | 'Stopped'
  | 'Completed'
  | 'Failed'
  | 'MaxRuntimeExceeded'
  | 'MaxWaitTimeExceeded';

interface S3DataSource {
  S3DataType: 'S3Prefix' | 'ManifestFile' | 'AugmentedManifestFile' | 'Converse';
  S3Uri: string;
  S3DataDistributionType?: 'FullyReplicated' | 'ShardedByS3Key';
  /** Of an augmented manifest, in the order in which they are streamed. */
  AttributeNames?: string[];
  /** Who gets the data; all groups unless given. */
  InstanceGroupNames?: string[];
  [member: string]: unknown;
}

export interface Channel {
  ChannelName: string;
  ContentType?: string;
  CompressionType?: string;
  RecordWrapperType?: string;
  InputMode?: string;
  ShuffleConfig?: { Seed: number };
  DataSource: { S3DataSource?: S3DataSource; FileSystemDataSource?: unknown; DatasetSource?: unknown };
}

/** A `CreateTrainingJob` request after validation: the members that the engine acts on; others are kept as they came. */
export interface TrainingJobRequest {
  TrainingJobName: string;
  AlgorithmSpecification: {
    TrainingImage?: string;
    AlgorithmName?: string;
    TrainingInputMode: string;
    MetricDefinitions?: { Name: string; Regex: string }[];
    [member: string]: unknown;
  };
  RoleArn: string;
  HyperParameters?: Record<string, string>;
  InputDataConfig?: Channel[];
  OutputDataConfig: { S3OutputPath: string; CompressionType?: string; [member: string]: unknown };
  ResourceConfig: { InstanceType?: string; InstanceCount?: number; VolumeSizeInGB?: number; [member: string]: unknown };
  StoppingCondition: { MaxRuntimeInSeconds?: number; MaxWaitTimeInSeconds?: number; [member: string]: unknown };
  Environment?: Record<string, string>;
  Tags?: { Key: string; Value: string }[];
  [member: string]: unknown;
}

/** What is kept of a training job: the answer of `DescribeTrainingJob` plus what only the engine needs. */
export interface TrainingJobRecord {
  readonly arn: string;
  readonly request: TrainingJobRequest;
  status: TrainingJobStatus;
  secondaryStatus: SecondaryStatus;
  failureReason?: string;
  transitions: StatusTransition[];
  creationTime: number;
  lastModifiedTime: number;
  trainingStartTime?: number;
  trainingEndTime?: number;
  modelArtifact?: string;
  finalMetrics: { MetricName: string; Value: number; Timestamp: number }[];
  /** Where they differ from those of the request. */
  tags?: readonly Tag[];
  /** Of the tuning job that started it. */
  readonly tuningJobArn?: string;
  /** Lines for the head of its log, which its owner knows. */
  readonly notes?: readonly string[];
  /** How its owner wishes it to be run; records of older engines have none. */
  readonly wish?: RunnerWish;
  /** Which runner the job got; shown to the user and named in the log. */
  runner?: string;
}

export const isEnded = (status: TrainingJobStatus): boolean =>
  status === 'Completed' || status === 'Failed' || status === 'Stopped';

export const tagsOf = (record: TrainingJobRecord): readonly Tag[] => record.tags ?? record.request.Tags ?? [];

/** The answer of `DescribeTrainingJob`. */
export function describe(record: TrainingJobRecord): Record<string, unknown> {
  const { Tags, ...request } = record.request;
  const trainingSeconds =
    record.trainingStartTime !== undefined && record.trainingEndTime !== undefined
      ? Math.max(1, Math.round(record.trainingEndTime - record.trainingStartTime))
      : undefined;
  return dropUndefined({
    ...request,
    OutputDataConfig: { KmsKeyId: '', ...request.OutputDataConfig }, // the SDK's attach takes for granted that it is there
    TrainingJobArn: record.arn,
    TuningJobArn: record.tuningJobArn,
    TrainingJobStatus: record.status,
    SecondaryStatus: record.secondaryStatus,
    FailureReason: record.failureReason,
    SecondaryStatusTransitions: record.transitions,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    TrainingStartTime: record.trainingStartTime,
    TrainingEndTime: record.trainingEndTime,
    TrainingTimeInSeconds: trainingSeconds,
    BillableTimeInSeconds: trainingSeconds,
    ModelArtifacts: record.modelArtifact === undefined ? undefined : { S3ModelArtifacts: record.modelArtifact },
    FinalMetricDataList: record.finalMetrics.length === 0 ? undefined : record.finalMetrics,
    EnableNetworkIsolation: request['EnableNetworkIsolation'] ?? false,
    EnableInterContainerTrafficEncryption: request['EnableInterContainerTrafficEncryption'] ?? false,
    EnableManagedSpotTraining: request['EnableManagedSpotTraining'] ?? false,
  });
}

/** One row of `ListTrainingJobs`. */
export function summarizeForList(record: TrainingJobRecord): Record<string, unknown> {
  return dropUndefined({
    TrainingJobName: record.request.TrainingJobName,
    TrainingJobArn: record.arn,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    TrainingEndTime: record.trainingEndTime,
    TrainingJobStatus: record.status,
    SecondaryStatus: record.secondaryStatus,
  });
}

function dropUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** What the store keeps in memory of a job. */
export function summarizeRecord(record: TrainingJobRecord): ResourceSummary {
  return {
    name: record.request.TrainingJobName,
    status: record.status,
    creationTime: record.creationTime,
    lastModifiedTime: record.lastModifiedTime,
  };
}
