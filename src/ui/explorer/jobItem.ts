import * as vscode from 'vscode';
import { hasEnded } from '../../sagemaker/trainingJobs.ts';
import type { TrainingJobEntry } from '../../sagemaker/trainingJobsModel.ts';
import { formatDuration } from '../../shared/duration.ts';
import { formatMetricValue } from '../../shared/metricValue.ts';
import { commands, itemKinds } from '../contributions/ids.ts';

const icons: Record<string, [icon: string, color: string]> = {
  InProgress: ['loading~spin', 'charts.blue'],
  Stopping: ['loading~spin', 'charts.yellow'],
  Completed: ['pass', 'testing.iconPassed'],
  Failed: ['error', 'testing.iconFailed'],
  Stopped: ['stop-circle', 'testing.iconSkipped'],
};

/** A training job in the tree; one object for as long as the job is listed, so that a click on it always finds it. */
export class JobItem extends vscode.TreeItem {
  constructor(
    public job: TrainingJobEntry,
    now: number,
  ) {
    super(shortName(job.name), vscode.TreeItemCollapsibleState.None);
    this.id = job.arn;
    // Without arguments: VS Code drops those of a row that is redrawn while it is clicked, and the click with them.
    this.command = { command: commands.openSelectedJob, title: 'Open' };
    this.update(job, now);
  }

  /** @returns Whether the row looks different now. */
  update(job: TrainingJobEntry, now: number): boolean {
    const [icon, color] = icons[job.status] ?? ['question', 'foreground'];
    const ended = hasEnded(job.status);
    const state = job.status === 'InProgress' ? job.secondaryStatus : job.status;
    const elapsed = formatDuration((job.ended ?? now) - job.created);
    const metric = job.metric === undefined ? undefined : `${formatMetricValue(job.metric.value)} ${job.metric.name}`;
    const description = [ended ? timeOf(job.created, now) : state, elapsed, metric].filter(isSaid).join(' · ');
    if (description === this.description && job.status === this.job.status && this.tooltip !== undefined) return false;
    this.job = job;
    this.description = description;
    this.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
    this.contextValue = ended ? itemKinds.endedJob : itemKinds.runningJob;
    this.accessibilityInformation = {
      label: [`Training job ${job.name}`, state, elapsed, metric].filter(isSaid).join(', '),
    };
    this.tooltip = tooltipOf(job, state, elapsed, metric);
    return true;
  }
}

const isSaid = (part: string | undefined): part is string => part !== undefined;

/** Without the time stamp that the workbench and the SageMaker SDK add: the row has the time, and room for the metric instead. */
function shortName(name: string): string {
  return name.replace(/-\d{4}(-\d{2}){5}-\d{3}$/, '');
}

/** The time of today, else the date. */
function timeOf(created: number, now: number): string {
  const [then, today] = [new Date(created), new Date(now)];
  if (then.toDateString() === today.toDateString())
    return then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return then.toLocaleDateString();
}

function tooltipOf(
  job: TrainingJobEntry,
  state: string,
  elapsed: string,
  metric: string | undefined,
): vscode.MarkdownString {
  const rows = [
    ['Status', state],
    ['Created', new Date(job.created).toLocaleString()],
    ['Elapsed', elapsed],
    ...(metric === undefined ? [] : [['Metric', metric]]),
  ];
  // appendText escapes: names and values can never become Markdown.
  const text = new vscode.MarkdownString();
  text.appendText(`${job.name}\n`);
  for (const [name, value] of rows) text.appendText(`\n${name}: ${value}`);
  return text;
}
