import { hasEnded } from '../../../sagemaker/trainingJobs.ts';
import type { TunedJobEntry } from '../../../sagemaker/tunedJobsModel.ts';
import type { TuningJobEntry } from '../../../sagemaker/tuningJobEntry.ts';
import { tuningHasEnded } from '../../../sagemaker/tuningJobs.ts';
import { jobState } from '../../../sagemaker/resources/resourceKind.ts';
import { formatDuration } from '../../../shared/duration.ts';
import { formatElapsed } from '../../../shared/elapsed.ts';
import { formatMetricShortly, formatMetricValue } from '../../../shared/metricValue.ts';
import { iconOf } from './icons.ts';
import { metricText, shortName } from './jobLooks.ts';
import type { LookContext, RowLook } from './rowLook.ts';
import { createdOn, joined, momentOf, shortReason, timeOf } from './texts.ts';

export function tuningJobLook(job: TuningJobEntry, { now }: LookContext): RowLook {
  const ended = tuningHasEnded(job.status);
  const done = progressOf(job, ended);
  const value = job.best && formatMetricValue(job.best.value);
  const best = job.best && `best ${value} ${job.best.metric}`;
  const shortBest = job.best && `best ${formatMetricShortly(job.best.value)} ${shortName(job.best.metric)}`;
  const failed = job.jobs.failed === 0 ? undefined : `${job.jobs.failed} failed`;
  const isPlain = job.status === 'InProgress' || job.status === 'Completed';
  return {
    description: joined([
      isPlain ? undefined : job.status,
      // Of one that has ended it counts what it found, of one that runs first how far it is.
      ...(ended ? [shortBest, done] : [done, shortBest]),
      failed,
      ended ? timeOf(job.created, now) : undefined,
    ]),
    icon: iconOf('tuningJob', jobState(job.status)),
    spoken: joined([job.status, done, best, failed, createdOn(job.created, now)], ', '),
    facts: [
      ['Status', job.status],
      ['Why', shortReason(job.failureReason)],
      ['Strategy', job.strategy],
      ['Training jobs', joined([done, failed], ', ')],
      ['Best', job.best && `${value} ${job.best.metric} (${job.best.jobName})`],
      ['Created', momentOf(job.created)],
      ['Elapsed', ended ? formatDuration((job.ended ?? now) - job.created) : undefined],
    ],
    ...(job.best && { flags: ['best'] }),
  };
}

function progressOf({ jobs: { ended, most } }: TuningJobEntry, isOver: boolean): string {
  if (most !== undefined && !(isOver && ended >= most)) return `${ended} of ${most}`;
  return ended === 1 ? '1 job' : `${ended} jobs`;
}

/** Of a training job below its tuning job: its objective, its definition among several, and what was chosen for it. */
export function tunedJobLook(job: TunedJobEntry, isBest: boolean, { now }: LookContext): RowLook {
  const state = hasEnded(job.status) ? job.status : job.status === 'InProgress' ? 'Running' : job.status;
  const elapsed = formatElapsed(job, now);
  const metric = metricText(job);
  const tuned = Object.entries(job.tuned).map(([name, value]) => `${name} ${shortNumber(value)}`);
  const best = isBest ? 'best' : undefined;
  const shown = job.metric === undefined ? state : formatMetricValue(job.metric.value);
  return {
    description: joined([best === undefined ? shown : `${best} ${shown}`, job.definition, tuned.join(', ')]),
    icon: isBest ? { id: 'star-full', color: 'charts.yellow' } : iconOf('trainingJob', jobState(job.status)),
    spoken: joined([best, state, metric, job.definition, ...tuned], ', '),
    facts: [
      ['Status', state],
      ['Why', shortReason(job.failureReason)],
      ['Definition', job.definition],
      ['Created', momentOf(job.created)],
      ['Elapsed', hasEnded(job.status) ? elapsed : undefined],
      [isBest ? 'Best objective' : 'Objective', metric],
      ...Object.entries(job.tuned),
    ],
  };
}

/** A search brings up 16 digits, of which a row has room for a few. */
function shortNumber(value: string): string {
  return /^-?\d*\.\d{4,}/.test(value) ? formatMetricValue(Number(value)) : value;
}
