import type { DescribeTrainingJobResponse, TrainingJobSummary } from '@aws-sdk/client-sagemaker';
import type { IDisposable } from '../shared/disposable.ts';
import type { SdkClients } from './clients.ts';
import { headlineMetric } from './headlineMetric.ts';
import { JobListModel, type ListedJob } from './jobListModel.ts';
import type { Scheduler } from './scheduler.ts';
import type { TrainingJobWatch } from './trainingJobWatch.ts';
import type { TrainingJobWatches } from './trainingJobWatches.ts';
import { describeTrainingJob, endOf, hasEnded, listTrainingJobs } from './trainingJobs.ts';

/** A training job as a list shows it. */
export interface TrainingJobEntry extends ListedJob {
  readonly secondaryStatus: string;
  readonly metric?: { readonly name: string; readonly value: number };
  /** When its training began, in epoch milliseconds; a list of jobs does not tell. */
  readonly started?: number;
  readonly failureReason?: string;
}

/** What only a description of a job tells. */
type Described = Pick<TrainingJobEntry, 'metric' | 'started' | 'failureReason'>;

/** Ended jobs that are described in one round. */
const describesPerRound = 10;
/** An account may run many jobs at once; so many of them show their metric while they run. */
const followedAtAws = 3;

/** The training jobs of one connection, but for those of its tuning jobs. */
export class TrainingJobsModel extends JobListModel<TrainingJobSummary, TrainingJobEntry> {
  /** Of ended jobs. */
  private readonly described = new Map<string, Described>();
  private readonly live = new Map<string, { watch: TrainingJobWatch; lease: IDisposable }>();

  /** @param isTuned - Whether a job stands below its tuning job. */
  constructor(
    clients: SdkClients,
    scheduler: Scheduler,
    private readonly watches: TrainingJobWatches,
    private readonly isTuned: (name: string) => boolean,
  ) {
    super(clients, scheduler, 'training jobs');
    this.register({ dispose: () => this.hidden() });
  }

  override get jobs(): TrainingJobEntry[] {
    return super.jobs.filter(({ name }) => !this.isTuned(name));
  }

  protected override list(pageSize: number, nextToken?: string) {
    return listTrainingJobs(this.clients, pageSize, nextToken);
  }

  protected override take(jobs: readonly TrainingJobSummary[]): void {
    for (const job of jobs) {
      const name = job.TrainingJobName ?? '';
      const { metric, started, failureReason } = { ...this.entries.get(name), ...this.described.get(name) };
      const ended = endOf(job);
      this.entries.set(name, {
        name,
        arn: job.TrainingJobArn ?? '',
        status: job.TrainingJobStatus ?? '',
        secondaryStatus: job.SecondaryStatus ?? '',
        created: job.CreationTime?.getTime() ?? 0,
        ...(ended === undefined ? {} : { ended }),
        ...(metric === undefined ? {} : { metric }),
        ...(started === undefined ? {} : { started }),
        ...(failureReason === undefined ? {} : { failureReason }),
      });
    }
  }

  protected override isRunning({ status }: TrainingJobEntry): boolean {
    return !hasEnded(status);
  }

  protected override async complete(): Promise<void> {
    this.followRunning();
    await this.describeEnded();
  }

  protected override hidden(): void {
    for (const { lease } of this.live.values()) lease.dispose();
    this.live.clear();
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
      ...describedOf(watch.job),
      ...(ended === undefined ? {} : { ended }),
      ...(headline === undefined ? {} : { metric: { name: headline.name, value: headline.latest[1] ?? NaN } }),
    });
    this.changes.fire();
  }

  private async describeEnded(): Promise<void> {
    const unknown = this.jobs
      .filter((job) => hasEnded(job.status) && !this.described.has(job.name))
      .slice(0, describesPerRound);
    for (const { name } of unknown) {
      if (!this.visible || this.isDisposed) return;
      const described = describedOf(await describeTrainingJob(this.clients, name));
      this.described.set(name, described);
      const entry = this.entries.get(name);
      if (entry !== undefined) this.entries.set(name, { ...entry, ...described });
    }
    if (unknown.length > 0) this.changes.fire();
  }
}

function describedOf(job: DescribeTrainingJobResponse): Described {
  const { FinalMetricDataList: list = [], TrainingStartTime: started, FailureReason: failureReason } = job;
  const metric = headlineMetric(list.map(({ MetricName, Value }) => ({ name: MetricName ?? '', value: Value ?? NaN })));
  return {
    ...(metric && { metric }),
    ...(started && { started: started.getTime() }),
    ...(failureReason !== undefined && { failureReason }),
  };
}
