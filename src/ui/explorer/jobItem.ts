import * as vscode from 'vscode';
import { baseJobName } from '../../jobs/jobName.ts';
import { hasEnded } from '../../sagemaker/trainingJobs.ts';
import type { TrainingJobEntry } from '../../sagemaker/trainingJobsModel.ts';
import { formatElapsed } from '../../shared/elapsed.ts';
import { formatMetricValue } from '../../shared/metricValue.ts';
import { commands, itemKinds } from '../contributions/ids.ts';
import { joined, shortReason, showsSame, statusIcon, timeOf, tooltipOf } from './jobLook.ts';

/** What a row shows of a training job. */
export interface JobLook {
  readonly description: string;
  readonly icon: vscode.ThemeIcon;
  /** For screen readers, after the job's name. */
  readonly spoken: string;
  readonly tooltip: vscode.MarkdownString;
}

/** A training job in the tree; one object for as long as the job is listed, so that a click on it always finds it. */
export class JobItem extends vscode.TreeItem {
  constructor(
    public job: TrainingJobEntry,
    label: string,
  ) {
    super(label, vscode.TreeItemCollapsibleState.None);
    this.id = job.arn;
    // Without arguments: VS Code drops those of a row that is redrawn while it is clicked, and the click with them.
    this.command = { command: commands.openSelectedJob, title: 'Open' };
  }

  /** @returns Whether the row looks different now. */
  show(job: TrainingJobEntry, { description, icon, spoken, tooltip }: JobLook): boolean {
    const isSame = description === this.description && job.status === this.job.status && showsSame(this, tooltip);
    const label = `Training job ${job.name}, ${spoken}`;
    if (isSame && label === this.accessibilityInformation?.label) return false;
    this.job = job;
    this.description = description;
    this.iconPath = icon;
    this.contextValue = hasEnded(job.status) ? itemKinds.endedJob : itemKinds.runningJob;
    this.accessibilityInformation = { label };
    this.tooltip = tooltip;
    return true;
  }
}

/** A row of a training job that stands by itself, without the time stamp that was added to its name: the row has the time. */
export function jobItem(job: TrainingJobEntry, now: number): JobItem {
  const item = new JobItem(job, baseJobName(job.name));
  item.show(job, jobLook(job, now));
  return item;
}

export function jobLook(job: TrainingJobEntry, now: number): JobLook {
  const ended = hasEnded(job.status);
  const state = job.status === 'InProgress' ? job.secondaryStatus : job.status;
  const elapsed = formatElapsed(job, now);
  const metric = metricText(job);
  return {
    description: joined([metric, elapsed, ended ? timeOf(job.created, now) : state]),
    icon: statusIcon(job.status),
    spoken: joined([state, elapsed, metric], ', '),
    tooltip: tooltipOf(job.name, [
      ['Status', state],
      ['Why', shortReason(job.failureReason)],
      ['Created', new Date(job.created).toLocaleString()],
      ['Elapsed', elapsed],
      ['Metric', metric],
    ]),
  };
}

export function metricText({ metric }: Pick<TrainingJobEntry, 'metric'>): string | undefined {
  return metric === undefined ? undefined : `${formatMetricValue(metric.value)} ${metric.name}`;
}
