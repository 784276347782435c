import * as vscode from 'vscode';
import { baseJobName } from '../../jobs/jobName.ts';
import type { TuningJobEntry } from '../../sagemaker/tuningJobEntry.ts';
import { tuningHasEnded } from '../../sagemaker/tuningJobs.ts';
import { formatDuration } from '../../shared/duration.ts';
import { formatMetricValue } from '../../shared/metricValue.ts';
import { commands, itemKinds } from '../contributions/ids.ts';
import { joined, shortReason, showsSame, statusIcon, timeOf, tooltipOf } from './jobLook.ts';

/** A tuning job in the tree, which opens into its training jobs. */
export class TuningItem extends vscode.TreeItem {
  constructor(
    public job: TuningJobEntry,
    now: number,
  ) {
    super(baseJobName(job.name), vscode.TreeItemCollapsibleState.Collapsed);
    this.id = job.arn;
    this.command = { command: commands.openSelectedJob, title: 'Open' };
    this.update(job, now);
  }

  /** @returns Whether the row looks different now. */
  update(job: TuningJobEntry, now: number): boolean {
    this.job = job;
    const ended = tuningHasEnded(job.status);
    const done = progressOf(job, ended);
    const best = job.best && `best ${formatMetricValue(job.best.value)} ${job.best.metric}`;
    const failed = job.jobs.failed === 0 ? undefined : `${job.jobs.failed} failed`;
    const state = job.status === 'Failed' ? 'failed' : job.status === 'Stopping' ? job.status : undefined;
    const description = joined([state, done, best, failed, ended ? timeOf(job.created, now) : undefined]);
    const label = joined([`Tuning job ${job.name}`, job.status, done, best, failed], ', ');
    const tooltip = tooltipOf(job.name, [
      ['Status', job.status],
      ['Why', shortReason(job.failureReason)],
      ['Strategy', job.strategy],
      ['Training jobs', joined([done, failed], ', ')],
      ['Best', job.best && `${formatMetricValue(job.best.value)} ${job.best.metric} (${job.best.jobName})`],
      ['Created', new Date(job.created).toLocaleString()],
      ['Elapsed', ended ? formatDuration((job.ended ?? now) - job.created) : undefined],
    ]);
    const isSame = label === this.accessibilityInformation?.label && description === this.description;
    if (isSame && showsSame(this, tooltip)) return false;
    this.description = description;
    this.iconPath = statusIcon(job.status);
    const kind = ended ? itemKinds.endedTuning : itemKinds.runningTuning;
    this.contextValue = job.best === undefined ? kind : `${kind}.best`;
    this.accessibilityInformation = { label };
    this.tooltip = tooltip;
    return true;
  }
}

function progressOf({ jobs: { ended, most } }: TuningJobEntry, isOver: boolean): string {
  if (most !== undefined && !(isOver && ended >= most)) return `${ended} of ${most}`;
  return ended === 1 ? '1 job' : `${ended} jobs`;
}
