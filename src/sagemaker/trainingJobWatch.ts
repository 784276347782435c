import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { MetricExtractor } from '../metrics/metricExtractor.ts';
import { MetricSeriesModel, type MetricSummary } from '../metrics/metricSeriesModel.ts';
import { Disposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import type { SdkClients } from './clients.ts';
import { JobLogFollower, type LogLine } from './jobLogFollower.ts';
import { headlineMetric } from './headlineMetric.ts';
import type { ScheduledTask, Scheduler } from './scheduler.ts';
import { describeTrainingJob, hasEnded } from './trainingJobs.ts';

/** What changed since the last event. */
export interface WatchChange {
  readonly job: boolean;
  readonly metrics: boolean;
  /** How many log lines came. */
  readonly newLines: number;
}

const localInterval = 200;
const awsInterval = 5_000;
/** Pages of a running job's log between two looks at its status. */
const pagesAtOnce = 3;

/** One training job as somebody follows it: its description, its metric series and its log, kept up to date until it ends. */
export class TrainingJobWatch extends Disposable {
  private readonly changes = this.register(new Emitter<WatchChange>());
  private readonly failures = this.register(new Emitter<unknown>());
  private readonly follower: JobLogFollower;
  private readonly task: ScheduledTask;
  private series: MetricSeriesModel | undefined;
  private complete = false;
  /** Bumped with every description, so that an unchanged one is not told again. */
  private lastSeen = '';

  readonly onDidChange = this.changes.event;
  readonly onDidFail = this.failures.event;
  readonly lines: LogLine[] = [];
  /** Metric definitions that cannot be used, one sentence each. */
  metricProblems: readonly string[] = [];
  job: DescribeTrainingJobResponse | undefined;
  /** Why the log could not be read on, if it could not. */
  logError: unknown;

  constructor(
    private readonly clients: SdkClients,
    scheduler: Scheduler,
    readonly jobName: string,
  ) {
    super();
    this.follower = new JobLogFollower(clients, jobName);
    this.task = this.register(
      scheduler.add({
        name: `Watching training job ${jobName}`,
        interval: () => (this.complete ? undefined : clients.connection.kind === 'local' ? localInterval : awsInterval),
        rank: () => 'visible',
        run: () => this.refresh(),
        failed: (error) => this.failures.fire(error),
      }),
    );
    this.task.trigger();
  }

  /** Undefined until the job was described once. */
  get metrics(): MetricSeriesModel | undefined {
    return this.series;
  }

  /** True when the job has ended and its whole log was read. */
  get isComplete(): boolean {
    return this.complete;
  }

  get headline(): MetricSummary | undefined {
    return headlineMetric(this.series?.summaries() ?? []);
  }

  refreshNow(): void {
    this.task.trigger();
  }

  private async refresh(): Promise<void> {
    const job = await describeTrainingJob(this.clients, this.jobName);
    if (this.isDisposed) return;
    const seen = JSON.stringify([
      job.LastModifiedTime,
      job.SecondaryStatus,
      job.SecondaryStatusTransitions?.at(-1)?.StatusMessage,
    ]);
    const changed = seen !== this.lastSeen;
    this.lastSeen = seen;
    this.job = job;
    this.series ??= this.makeSeries(job);
    if (changed) this.changes.fire({ job: true, metrics: false, newLines: 0 });
    // Read after the status: a job that had ended before has no lines that come later.
    const ended = hasEnded(job.TrainingJobStatus);
    try {
      await this.readLog(ended);
    } catch (error) {
      this.logError = error;
      throw error;
    }
  }

  private async readLog(ended: boolean): Promise<void> {
    let pages = 0;
    for await (const lines of this.follower.readNew()) {
      if (this.isDisposed) return;
      this.logError = undefined;
      this.take(lines);
      if (!ended && ++pages === pagesAtOnce) return; // a job that logs faster than it is read must not hide its own status
    }
    const isNews = ended || this.logError !== undefined;
    this.complete = ended;
    this.logError = undefined;
    if (isNews && !this.isDisposed) this.changes.fire({ job: false, metrics: false, newLines: 0 });
  }

  private take(lines: readonly LogLine[]): void {
    for (const line of lines) this.lines.push(line);
    this.series?.add(lines);
    this.changes.fire({ job: false, metrics: true, newLines: lines.length });
  }

  private makeSeries(job: DescribeTrainingJobResponse): MetricSeriesModel {
    const extractor = new MetricExtractor(definitionsOf(job));
    this.metricProblems = extractor.problems.map(({ message }) => message);
    return this.register(new MetricSeriesModel(extractor));
  }
}

function definitionsOf(job: DescribeTrainingJobResponse): { Name: string; Regex: string }[] {
  return (job.AlgorithmSpecification?.MetricDefinitions ?? []).map(({ Name, Regex }) => ({
    Name: Name ?? '',
    Regex: Regex ?? '',
  }));
}
