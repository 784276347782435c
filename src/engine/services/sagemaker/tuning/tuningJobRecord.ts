import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { TrainingJobStatus } from '../trainingJobRecord.ts';
import type { TuningJobRequest } from './tuningJobRequest.ts';

export type TuningJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** A training job of a tuning job; what the tuning job keeps of it outlives the training job's own record. */
export interface TrialRecord {
  readonly trainingJobName: string;
  readonly trainingJobArn: string;
  /** Index of its definition among the request's. */
  readonly definition: number;
  /** What the strategy proposed. */
  readonly values: Readonly<Record<string, string>>;
  readonly creationTime: number;
  /** Undefined until the training job has ended. */
  end?: TrialEnd;
}

/** How a training job of a tuning job ended. */
export interface TrialEnd {
  readonly status: Extract<TrainingJobStatus, 'Completed' | 'Failed' | 'Stopped'>;
  /** The last value that it logged; undefined where it failed or logged none. */
  readonly objective?: number;
  readonly trainingStartTime?: number;
  readonly trainingEndTime?: number;
  readonly failureReason?: string;
}

/** Why a tuning job starts no more training jobs; it ends when the last of them has ended. */
export interface Closing {
  readonly status: Extract<TuningJobStatus, 'Completed' | 'Failed' | 'Stopped'>;
  readonly failureReason?: string;
  /** Whether its running training jobs are stopped. */
  readonly stopsJobs: boolean;
}

/** What a warm start takes over from a parent, which may be deleted later. */
export interface ParentJob {
  readonly name: string;
  readonly best?: TrialRecord;
  /** Its ended trials that had a value of the objective, with the values of the new job's tunable hyperparameters. */
  readonly trials: readonly { readonly values: Readonly<Record<string, string>>; readonly objective: number }[];
}

/** What is kept of a tuning job. */
export interface TuningJobRecord {
  readonly arn: string;
  readonly request: TuningJobRequest;
  readonly wish: RunnerWish;
  /** The request's `RandomSeed`, or one that was drawn. */
  readonly seed: number;
  status: TuningJobStatus;
  readonly creationTime: number;
  lastModifiedTime: number;
  endTime?: number;
  failureReason?: string;
  closing?: Closing;
  /** In the order they were proposed. */
  trials: TrialRecord[];
  readonly parents: readonly ParentJob[];
  /** Seconds that an engine has run it, as of `lastModifiedTime`. */
  consumedSeconds: number;
  /** Epoch seconds. */
  convergenceDetectedTime?: number;
  /** Replaced by AddTags and DeleteTags. */
  tags: { Key: string; Value: string }[];
}

export const isTuningEnded = (status: TuningJobStatus): boolean => status !== 'InProgress' && status !== 'Stopping';

/** What the store keeps in memory of a tuning job. */
export function summarizeTuningJob(record: TuningJobRecord): ResourceSummary {
  return {
    name: record.request.HyperParameterTuningJobName,
    status: record.status,
    creationTime: record.creationTime,
    lastModifiedTime: record.lastModifiedTime,
  };
}
