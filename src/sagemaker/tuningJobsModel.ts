import type { HyperParameterTuningJobSummary } from '@aws-sdk/client-sagemaker';
import { toDisposable, type IDisposable } from '../shared/disposable.ts';
import type { SdkClients } from './clients.ts';
import { JobListModel } from './jobListModel.ts';
import type { Scheduler } from './scheduler.ts';
import { TunedJobsModel } from './tunedJobsModel.ts';
import type { TuningJobEntry } from './tuningJobEntry.ts';
import { describeTuningJob, listTuningJobs, tuningHasEnded } from './tuningJobs.ts';

type Described = Pick<TuningJobEntry, 'best' | 'maximizes' | 'failureReason'>;

/** Tuning jobs whose description is asked for in one round. */
const describesPerRound = 10;
/** An account may run many at once; so many of them show their best job while they run. */
const followedAtAws = 3;

/** The tuning jobs of one connection; the training jobs of those that are opened. */
export class TuningJobsModel extends JobListModel<HyperParameterTuningJobSummary, TuningJobEntry> {
  private readonly described = new Map<string, Described>();
  /** Of those, the ones that will not change. */
  private readonly final = new Set<string>();
  private readonly opened = new Map<string, TunedJobsModel>();

  constructor(
    clients: SdkClients,
    private readonly scheduler: Scheduler,
  ) {
    super(clients, scheduler, 'tuning jobs');
    this.register({ dispose: () => this.opened.forEach((model) => model.dispose()) });
  }

  /** Whether a training job is one of a listed tuning job's, whose name then begins with the tuning job's (API reference). */
  owns(trainingJob: string): boolean {
    const tuningJob = /^(.+)-\d{3,}-[0-9a-f]{8}$/.exec(trainingJob)?.[1];
    return tuningJob !== undefined && this.entries.has(tuningJob);
  }

  find(name: string): TuningJobEntry | undefined {
    return this.entries.get(name);
  }

  /** The training jobs of a tuning job, kept up to date until the lease is disposed. */
  open(name: string): { readonly model: TunedJobsModel; readonly lease: IDisposable } {
    const model = this.opened.get(name) ?? this.follow(name);
    return {
      model,
      lease: toDisposable(() => {
        model.dispose();
        this.opened.delete(name);
      }),
    };
  }

  protected override list(pageSize: number, nextToken?: string) {
    return listTuningJobs(this.clients, pageSize, nextToken);
  }

  protected override take(jobs: readonly HyperParameterTuningJobSummary[]): void {
    for (const job of jobs) {
      const name = job.HyperParameterTuningJobName ?? '';
      const status = job.HyperParameterTuningJobStatus ?? '';
      const ended = job.HyperParameterTuningEndTime ?? (tuningHasEnded(status) ? job.LastModifiedTime : undefined);
      const { Completed = 0, Stopped = 0, NonRetryableError: failed = 0 } = job.TrainingJobStatusCounters ?? {};
      const most = job.ResourceLimits?.MaxNumberOfTrainingJobs;
      this.entries.set(name, {
        name,
        arn: job.HyperParameterTuningJobArn ?? '',
        status,
        strategy: job.Strategy ?? '',
        created: job.CreationTime?.getTime() ?? 0,
        ...(ended === undefined ? {} : { ended: ended.getTime() }),
        jobs: { ended: Completed + Stopped + failed, failed, ...(most === undefined ? {} : { most }) },
        ...this.described.get(name),
      });
    }
  }

  protected override isRunning({ status }: TuningJobEntry): boolean {
    return !tuningHasEnded(status);
  }

  /** A list does not say which training job is the best. */
  protected override async complete(): Promise<void> {
    this.opened.forEach((model) => model.setVisible(this.visible));
    const running = this.jobs.filter((job) => this.isRunning(job));
    const ended = this.jobs.filter((job) => !this.isRunning(job) && !this.final.has(job.name));
    const most = this.clients.connection.kind === 'local' ? Infinity : followedAtAws;
    const followed = running.filter(({ name }, index) => index < most || this.opened.has(name));
    for (const { name } of [...followed, ...ended.slice(0, describesPerRound)]) {
      if (!this.visible || this.isDisposed) return;
      await this.describe(name);
    }
  }

  protected override hidden(): void {
    this.opened.forEach((model) => model.setVisible(false));
  }

  private follow(name: string): TunedJobsModel {
    const model = new TunedJobsModel(this.clients, this.scheduler, name, () => this.entries.get(name));
    model.onDidChange(() => this.changes.fire());
    model.setVisible(this.visible);
    this.opened.set(name, model);
    return model;
  }

  private async describe(name: string): Promise<void> {
    const job = await describeTuningJob(this.clients, name);
    const { BestTrainingJob: best, FailureReason: failureReason, HyperParameterTuningJobConfig: config } = job;
    const own = (job.TrainingJobDefinitions ?? []).map(({ TuningObjective }) => TuningObjective);
    const goals = [config?.HyperParameterTuningJobObjective, ...own].map((one) => one?.Type);
    const objective = best?.FinalHyperParameterTuningJobObjectiveMetric;
    const described: Described = {
      maximizes: goals.includes('Maximize'),
      ...(objective?.Value !== undefined && {
        best: {
          jobName: best?.TrainingJobName ?? '',
          metric: objective.MetricName ?? '',
          value: objective.Value,
        },
      }),
      ...(failureReason !== undefined && { failureReason }),
    };
    this.described.set(name, described);
    if (tuningHasEnded(job.HyperParameterTuningJobStatus)) this.final.add(name);
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    this.entries.set(name, { ...entry, ...described });
    this.changes.fire();
  }
}
