import { priceText, type InstanceUse } from '../../../sagemaker/cost/price.ts';
import type { ProcessingJobEntry } from '../../../sagemaker/resources/kinds/processingJobKind.ts';
import type { TrainingJobEntry } from '../../../sagemaker/resources/kinds/trainingJobKind.ts';
import type { TransformJobEntry } from '../../../sagemaker/resources/kinds/transformJobKind.ts';
import type { ResourceEntry } from '../../../sagemaker/resources/resourceEntry.ts';
import { jobState, type KindId } from '../../../sagemaker/resources/resourceKind.ts';
import { formatDurationShortly } from '../../../shared/duration.ts';
import { formatElapsed } from '../../../shared/elapsed.ts';
import { formatMetricShortly, formatMetricValue } from '../../../shared/metricValue.ts';
import { iconOf } from './icons.ts';
import type { Fact, LookContext, RowLook } from './rowLook.ts';
import { rowPrice } from './rowPrice.ts';
import { createdOn, instancesText, joined, momentOf, shortReason, timeOf } from './texts.ts';

/** What jobs on instances have in common; which members there are depends on their kind. */
interface InstanceJob extends ResourceEntry {
  readonly secondaryStatus?: string;
  readonly started?: number;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

export function trainingJobLook(job: TrainingJobEntry, context: LookContext): RowLook {
  return jobLook('trainingJob', job, context, {
    use: 'Training',
    metric: metricText(job),
    shortMetric: shortMetricText(job),
    facts: [
      ['Metric', metricText(job)],
      ['Spot', job.spot === true ? 'managed spot training' : undefined],
      ['Image', job.image],
      ['Artifact', job.artifact],
    ],
  });
}

export function transformJobLook(job: TransformJobEntry, context: LookContext): RowLook {
  return jobLook('transformJob', job, context, {
    use: 'Transform',
    facts: [
      ['Model', job.model],
      ['Output', job.output],
    ],
  });
}

export function processingJobLook(job: ProcessingJobEntry, context: LookContext): RowLook {
  return jobLook('processingJob', job, context, { use: 'Processing' });
}

/** Of a kind of job whose instances, if any, are the service's own affair. */
export function managedJobLook(kind: 'labelingJob' | 'autoMlJob') {
  return (job: ResourceEntry, context: LookContext): RowLook => jobLook(kind, job, context, {});
}

export function metricText({ metric }: Pick<TrainingJobEntry, 'metric'>): string | undefined {
  return metric && `${formatMetricValue(metric.value)} ${metric.name}`;
}

/** For a row: with four digits, and its name as `shortName` has it. */
function shortMetricText({ metric }: Pick<TrainingJobEntry, 'metric'>): string | undefined {
  return metric && `${formatMetricShortly(metric.value)} ${shortName(metric.name)}`;
}

/** A metric's name without what it was measured on: `rmse` for `validation:rmse`. */
export function shortName(metric: string): string {
  return metric.replace(/^.*[:/](?=.)/, '');
}

/** What a row says of a job beyond what all jobs have. */
interface OwnWords {
  readonly use?: InstanceUse;
  readonly metric?: string | undefined;
  readonly shortMetric?: string | undefined;
  readonly facts?: Fact[];
}

/** What is looked for first comes first, because the end is cut off: how it ended or for how long and how much, then what it reached. */
function jobLook(
  kind: KindId,
  job: InstanceJob,
  { now, price }: LookContext,
  { use, metric, shortMetric, facts = [] }: OwnWords,
): RowLook {
  const state = jobState(job.status);
  const isRunning = state === 'running';
  const word = job.status === 'InProgress' ? job.secondaryStatus || job.status : job.status;
  const elapsed = use === undefined ? elapsedOf(job, now) : timeOn(job, now, isRunning);
  // One that runs tells its seconds.
  const took = job.ended === undefined ? elapsed : elapsed && formatDurationShortly(job.ended - beginOf(job));
  // Where its group and how long it takes say so already, the word would take the room of what it reached.
  const isPlain = word === 'InProgress' || (word === 'Training' && elapsed !== undefined);
  const instances = instancesText(job.instanceType, job.instanceCount);
  const cost = job.instanceType === undefined || !use ? undefined : price(job.instanceType, use, job.instanceCount);
  const hourly = cost && isRunning ? rowPrice(cost) : undefined;
  return {
    description: isRunning
      ? joined([elapsed, isPlain ? undefined : word, hourly, shortMetric, instances])
      : joined([state === 'completed' ? undefined : word, shortMetric, took, timeOf(job.created, now)]),
    icon: iconOf(kind, state),
    spoken: joined(
      [word, elapsed, metric, isRunning ? instances : undefined, hourly, createdOn(job.created, now)],
      ', ',
    ),
    facts: [
      ['Status', word],
      ['Why', shortReason(job.failureReason)],
      ['Created', momentOf(job.created)],
      ['Ended', momentOf(job.ended)],
      ['Elapsed', elapsed],
      ['Instances', instances],
      ['Price', cost && priceText(cost)],
      ...facts,
    ],
  };
}

/** A list does not tell when a job began; what it would say until that is known, it would have to take back. */
function timeOn(job: InstanceJob, now: number, isRunning: boolean): string | undefined {
  if (job.started !== undefined) return elapsedOf(job, now);
  // Of one that was described without a beginning, there was none.
  if (!isRunning) return job.instanceType === undefined ? undefined : elapsedOf(job, now);
  const isTold = job.secondaryStatus !== undefined && job.secondaryStatus !== '';
  const isWaiting = isTold || job.instanceType !== undefined ? elapsedOf(job, now) === 'waiting' : false;
  return isWaiting ? 'waiting' : undefined;
}

const beginOf = ({ started, created }: InstanceJob): number => started ?? created;

const elapsedOf = (job: InstanceJob, now: number): string =>
  formatElapsed({ ...job, secondaryStatus: job.secondaryStatus ?? job.status }, now);
