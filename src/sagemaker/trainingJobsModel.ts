import type { TrainingJobSummary } from '@aws-sdk/client-sagemaker';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import type { SdkClients } from './clients.ts';
import { headlineMetric } from './headlineMetric.ts';
import type { ScheduledTask, Scheduler } from './scheduler.ts';
import type { TrainingJobWatch } from './trainingJobWatch.ts';
import type { TrainingJobWatches } from './trainingJobWatches.ts';
import { describeTrainingJob, endOf, hasEnded, listTrainingJobs } from './trainingJobs.ts';

/** A training job as a list shows it; times in epoch milliseconds. */
export interface TrainingJobEntry {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly secondaryStatus: string;
  readonly created: number;
  readonly ended?: number;
  readonly metric?: { readonly name: string; readonly value: number };
}

const pageSize = 100;
/** Ended jobs whose final metric is asked for in one round. */
const describesPerRound = 10;
/** An account may run many jobs at once; so many of them show their metric while they run. */
const followedAtAws = 3;

/** The training jobs of one connection, newest first; asks only while somebody looks. */
export class TrainingJobsModel extends Disposable {
  private readonly changes = this.register(new Emitter<void>());
  private readonly entries = new Map<string, TrainingJobEntry>();
  private readonly finalMetrics = new Map<string, TrainingJobEntry['metric']>();
  private readonly live = new Map<string, { watch: TrainingJobWatch; lease: IDisposable }>();
  private readonly task: ScheduledTask;
  private visible = false;
  private nextToken: string | undefined;
  private loadedPages = 0;
  private lastError: unknown;

  readonly onDidChange = this.changes.event;

  constructor(
    private readonly clients: SdkClients,
    scheduler: Scheduler,
    private readonly watches: TrainingJobWatches,
  ) {
    super();
    const local = clients.connection.kind === 'local';
    this.task = this.register(
      scheduler.add({
        name: 'Listing training jobs',
        interval: () => this.interval(local),
        run: () => this.refresh(),
        failed: (error) => this.report(error),
      }),
    );
    this.register({ dispose: () => this.releaseAll() });
  }

  /** Newest first. */
  get jobs(): TrainingJobEntry[] {
    return [...this.entries.values()].sort((a, b) => b.created - a.created || (a.name < b.name ? -1 : 1));
  }

  /** False until the first answer. */
  get isLoaded(): boolean {
    return this.loadedPages > 0;
  }

  get hasMore(): boolean {
    return this.nextToken !== undefined;
  }

  /** Why the last refresh failed, if it did; the jobs are then those of the last good answer. */
  get error(): unknown {
    return this.lastError;
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    if (!visible) this.releaseAll();
    this.task.trigger();
  }

  refreshNow(): void {
    this.task.trigger();
  }

  /** Appends the next page of older jobs. */
  async loadMore(): Promise<void> {
    if (this.nextToken === undefined) return;
    const page = await listTrainingJobs(this.clients, pageSize, this.nextToken);
    this.nextToken = page.nextToken;
    this.loadedPages++;
    this.take(page.jobs);
    this.changes.fire();
  }

  /** A hidden list goes on only for the badge, which shows how many jobs run, and only where asking costs nobody anything. */
  private interval(local: boolean): number | undefined {
    if (this.visible) return local ? 1_000 : 15_000;
    if (!local) return undefined;
    const running = [...this.entries.values()].some(({ status }) => !hasEnded(status));
    return running ? 2_000 : undefined;
  }

  private async refresh(): Promise<void> {
    const page = await listTrainingJobs(this.clients, pageSize);
    if (this.isDisposed) return;
    if (this.loadedPages === 0) this.nextToken = page.nextToken;
    this.loadedPages = Math.max(1, this.loadedPages);
    this.lastError = undefined;
    this.take(page.jobs);
    this.followRunning();
    this.changes.fire();
    await this.loadFinalMetrics();
  }

  private take(jobs: readonly TrainingJobSummary[]): void {
    for (const job of jobs) {
      const name = job.TrainingJobName ?? '';
      const metric = this.finalMetrics.get(name) ?? this.entries.get(name)?.metric;
      const ended = endOf(job);
      this.entries.set(name, {
        name,
        arn: job.TrainingJobArn ?? '',
        status: job.TrainingJobStatus ?? '',
        secondaryStatus: job.SecondaryStatus ?? '',
        created: job.CreationTime?.getTime() ?? 0,
        ...(ended === undefined ? {} : { ended }),
        ...(metric === undefined ? {} : { metric }),
      });
    }
  }

  private followRunning(): void {
    const most = this.clients.connection.kind === 'local' ? Infinity : followedAtAws;
    for (const entry of this.jobs) {
      const followed = this.live.get(entry.name);
      if (hasEnded(entry.status) || !this.visible) {
        followed?.lease.dispose();
        this.live.delete(entry.name);
      } else if (followed === undefined && this.live.size < most) this.follow(entry.name);
    }
  }

  private follow(name: string): void {
    const { watch, lease } = this.watches.acquire(name);
    const listener = watch.onDidChange(() => this.updateFromWatch(watch));
    this.live.set(name, {
      watch,
      lease: {
        dispose: () => {
          listener.dispose();
          lease.dispose();
        },
      },
    });
  }

  private updateFromWatch(watch: TrainingJobWatch): void {
    const entry = this.entries.get(watch.jobName);
    if (entry === undefined || watch.job === undefined) return;
    const headline = watch.headline;
    const ended = endOf(watch.job);
    this.entries.set(entry.name, {
      ...entry,
      status: watch.job.TrainingJobStatus ?? entry.status,
      secondaryStatus: watch.job.SecondaryStatus ?? entry.secondaryStatus,
      ...(ended === undefined ? {} : { ended }),
      ...(headline === undefined ? {} : { metric: { name: headline.name, value: headline.latest[1] ?? NaN } }),
    });
    this.changes.fire();
  }

  private async loadFinalMetrics(): Promise<void> {
    const unknown = this.jobs
      .filter((job) => hasEnded(job.status) && !this.finalMetrics.has(job.name))
      .slice(0, describesPerRound);
    for (const { name } of unknown) {
      if (!this.visible || this.isDisposed) return;
      const { FinalMetricDataList: list } = await describeTrainingJob(this.clients, name);
      const final = headlineMetric(
        (list ?? []).map(({ MetricName, Value }) => ({ name: MetricName ?? '', value: Value ?? NaN })),
      );
      this.finalMetrics.set(name, final);
      const entry = this.entries.get(name);
      if (entry !== undefined && final !== undefined) this.entries.set(name, { ...entry, metric: final });
    }
    if (unknown.length > 0) this.changes.fire();
  }

  private report(error: unknown): void {
    this.lastError = error;
    this.changes.fire();
  }

  private releaseAll(): void {
    for (const { lease } of this.live.values()) lease.dispose();
    this.live.clear();
  }
}
