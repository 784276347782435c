import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { ModelRequest } from '../models/modelRecord.ts';
import type { JobStatus } from '../recordJournal.ts';
import type { Tag } from '../tagOwner.ts';

/** A `CreateTransformJob` request after validation: the members that the engine acts on; others are kept as they came. */
export interface TransformJobRequest {
  TransformJobName: string;
  ModelName: string;
  MaxConcurrentTransforms?: number;
  MaxPayloadInMB?: number;
  BatchStrategy?: 'MultiRecord' | 'SingleRecord';
  ModelClientConfig?: { InvocationsTimeoutInSeconds?: number; InvocationsMaxRetries?: number };
  Environment?: Readonly<Record<string, string>>;
  TransformInput: {
    DataSource: {
      S3DataSource: { S3DataType: 'S3Prefix' | 'ManifestFile' | 'AugmentedManifestFile' | 'Converse'; S3Uri: string };
    };
    ContentType?: string;
    CompressionType?: 'None' | 'Gzip';
    SplitType?: 'None' | 'Line' | 'RecordIO' | 'TFRecord';
  };
  TransformOutput: { S3OutputPath: string; Accept?: string; AssembleWith?: 'None' | 'Line'; KmsKeyId?: string };
  TransformResources: { InstanceType: string; InstanceCount: number; [member: string]: unknown };
  DataProcessing?: DataProcessing;
  Tags?: readonly Tag[];
  [member: string]: unknown;
}

interface DataProcessing {
  readonly InputFilter?: string;
  readonly OutputFilter?: string;
  readonly JoinSource?: 'Input' | 'None';
}

export interface TransformJobRecord {
  readonly arn: string;
  request: TransformJobRequest;
  /** The model as it was when the job was created; a record of an earlier version has none. */
  readonly model?: ModelRequest;
  status: JobStatus;
  failureReason?: string;
  /** Epoch seconds, as on the wire. */
  readonly creationTime: number;
  lastModifiedTime: number;
  startTime?: number;
  endTime?: number;
  /** Set with the end of a job whose outputs stand. */
  areOutputsStored?: boolean;
  /** How its owner wishes it to be run. */
  readonly wish: RunnerWish;
}

/** The answer of `DescribeTransformJob`: what was left out has the service's own defaults (API reference). */
export function describeTransformJob(record: TransformJobRecord): Record<string, unknown> {
  const { Tags, ...request } = record.request;
  return withoutUndefined({
    ...request,
    TransformInput: { CompressionType: 'None', SplitType: 'None', ...request.TransformInput },
    TransformOutput: { AssembleWith: 'None', KmsKeyId: '', ...request.TransformOutput },
    DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None', ...request.DataProcessing },
    TransformJobArn: record.arn,
    TransformJobStatus: record.status,
    FailureReason: record.failureReason,
    CreationTime: record.creationTime,
    TransformStartTime: record.startTime,
    TransformEndTime: record.endTime,
  });
}

/** One row of `ListTransformJobs`. */
export function transformJobRow(record: TransformJobRecord): Record<string, unknown> {
  return withoutUndefined({
    TransformJobName: record.request.TransformJobName,
    TransformJobArn: record.arn,
    CreationTime: record.creationTime,
    TransformEndTime: record.endTime,
    LastModifiedTime: record.lastModifiedTime,
    TransformJobStatus: record.status,
    FailureReason: record.failureReason,
  });
}

/** What the store keeps in memory of a job. */
export function summarizeTransformJob(record: TransformJobRecord): ResourceSummary {
  const { request, status, creationTime, lastModifiedTime } = record;
  return { name: request.TransformJobName, status, creationTime, lastModifiedTime };
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
