import * as vscode from 'vscode';
import type { TunedJobEntry } from '../../sagemaker/tunedJobsModel.ts';
import { hasEnded } from '../../sagemaker/trainingJobs.ts';
import { formatElapsed } from '../../shared/elapsed.ts';
import { formatMetricValue } from '../../shared/metricValue.ts';
import { JobItem, metricText, type JobLook } from './jobItem.ts';
import { joined, shortReason, statusIcon, tooltipOf } from './jobLook.ts';

/** A training job below its tuning job: its number, its objective, its definition among several, and what was chosen for it. */
export class TunedJobItem extends JobItem {
  constructor(
    job: TunedJobEntry,
    readonly tuningJob: string,
  ) {
    super(job, numberOf(job.name, tuningJob));
  }

  /** @returns Whether the row looks different now. */
  update(job: TunedJobEntry, isBest: boolean, now: number): boolean {
    return this.show(job, lookOf(job, isBest, now));
  }
}

/** The name without what is the tuning job's, and without the random end where that leaves something. */
function numberOf(name: string, tuningJob: string): string {
  const own = name.startsWith(`${tuningJob}-`) ? name.slice(tuningJob.length + 1) : name;
  return own.replace(/-[0-9a-f]{8}$/, '');
}

function lookOf(job: TunedJobEntry, isBest: boolean, now: number): JobLook {
  const state = hasEnded(job.status) ? job.status : job.status === 'InProgress' ? 'Running' : job.status;
  const elapsed = formatElapsed(job, now);
  const metric = metricText(job);
  const tuned = Object.entries(job.tuned).map(([name, value]) => `${name} ${shortNumber(value)}`);
  const best = isBest ? 'best' : undefined;
  const shown = job.metric === undefined ? state : formatMetricValue(job.metric.value);
  return {
    description: joined([
      best === undefined ? shown : `${best} ${shown}`,
      job.definition,
      tuned.join(', ') || undefined,
    ]),
    icon: isBest ? new vscode.ThemeIcon('star-full', new vscode.ThemeColor('charts.yellow')) : statusIcon(job.status),
    spoken: joined([best, state, metric, job.definition, ...tuned], ', '),
    tooltip: tooltipOf(job.name, [
      ['Status', state],
      ['Why', shortReason(job.failureReason)],
      ['Definition', job.definition],
      ['Created', new Date(job.created).toLocaleString()],
      ['Elapsed', hasEnded(job.status) ? elapsed : undefined],
      [isBest ? 'Best objective' : 'Objective', metric],
      ...Object.entries(job.tuned),
    ]),
  };
}

/** A search brings up 16 digits, of which a row has room for a few. */
function shortNumber(value: string): string {
  return /^-?\d*\.\d{4,}/.test(value) ? formatMetricValue(Number(value)) : value;
}
