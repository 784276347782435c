import type { HyperParameterTrainingJobSummary } from '@aws-sdk/client-sagemaker';
import { Disposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import type { SdkClients } from './clients.ts';
import type { ScheduledTask, Scheduler } from './scheduler.ts';
import { hasEnded } from './trainingJobs.ts';
import { trainingJobDetails, trainingJobEntry, type TrainingJobEntry } from './resources/kinds/trainingJobKind.ts';
import { listTrainingJobsOf, tuningHasEnded } from './tuningJobs.ts';
import type { TuningJobEntry } from './tuningJobEntry.ts';

/** A training job of a tuning job. */
export interface TunedJobEntry extends TrainingJobEntry {
  /** What was chosen for it. */
  readonly tuned: Readonly<Record<string, string>>;
  /** Which of the tuning job's definitions it is of, where there are several. */
  readonly definition?: string;
}

/** The training jobs of one tuning job: those that run, then the others from best to worst. Asks only while somebody looks and it runs. */
export class TunedJobsModel extends Disposable {
  private readonly changes = this.register(new Emitter<void>());
  private readonly task: ScheduledTask;
  private entries: readonly TunedJobEntry[] = [];
  private loaded = false;
  private visible = false;
  private isFinal = false;
  private lastError: unknown;

  readonly onDidChange = this.changes.event;

  /** @param tuning - What is known of the tuning job. */
  constructor(
    private readonly clients: SdkClients,
    scheduler: Scheduler,
    readonly tuningJob: string,
    private readonly tuning: () => Pick<TuningJobEntry, 'status' | 'maximizes' | 'best'> | undefined,
  ) {
    super();
    const interval = clients.connection.kind === 'local' ? 1_000 : 15_000;
    this.task = this.register(
      scheduler.add({
        name: `Listing the training jobs of ${tuningJob}`,
        interval: () => (this.visible && !this.isFinal ? interval : undefined),
        rank: () => (this.visible ? 'visible' : 'background'),
        run: () => this.refresh(),
        failed: (error) => {
          this.lastError = error;
          this.changes.fire();
        },
      }),
    );
    // Whoever waits for the first answer is not to wait for ever.
    this.register({ dispose: () => this.changes.fire() });
  }

  get jobs(): readonly TunedJobEntry[] {
    return rankedJobs(this.entries, this.tuning());
  }

  get isLoaded(): boolean {
    return this.loaded;
  }

  get error(): unknown {
    return this.lastError;
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    if (visible && !this.isFinal) this.task.trigger();
  }

  private async refresh(): Promise<void> {
    // Looked at before: what is listed after the end is all there will be.
    const tuning = this.tuning();
    const jobs = await listTrainingJobsOf(this.clients, this.tuningJob);
    if (this.isDisposed) return;
    const areSeveral = new Set(jobs.map(({ TrainingJobDefinitionName: name }) => name)).size > 1;
    this.entries = jobs.map((job) => tunedJobEntry(job, areSeveral));
    this.isFinal = tuningHasEnded(tuning?.status) && this.entries.every(({ status }) => hasEnded(status));
    this.loaded = true;
    this.lastError = undefined;
    this.changes.fire();
  }
}

/**
 * Those that run, newest first; then from best to worst, of equals the one that the tuning job calls its best, else the oldest, which
 * nothing later surpassed; then those that logged no objective, newest first.
 */
export function rankedJobs(
  jobs: readonly TunedJobEntry[],
  { maximizes = false, best }: Pick<TuningJobEntry, 'maximizes' | 'best'> = {},
): TunedJobEntry[] {
  const rank = ({ status, metric }: TunedJobEntry): number =>
    !hasEnded(status) ? -Infinity : metric === undefined ? Infinity : maximizes ? -metric.value : metric.value;
  return [...jobs].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    if (first !== second) return first < second ? -1 : 1;
    if (!Number.isFinite(first)) return b.created - a.created;
    const isBest = ({ name }: TunedJobEntry): number => Number(name === best?.jobName);
    return isBest(b) - isBest(a) || a.created - b.created;
  });
}

function tunedJobEntry(job: HyperParameterTrainingJobSummary, namesDefinition: boolean): TunedJobEntry {
  const { TrainingJobDefinitionName: definition } = job;
  const { MetricName: metric, Value: value } = job.FinalHyperParameterTuningJobObjectiveMetric ?? {};
  return {
    ...trainingJobEntry(job),
    ...trainingJobDetails(job),
    secondaryStatus: job.TrainingJobStatus ?? '',
    tuned: Object.fromEntries(Object.entries(job.TunedHyperParameters ?? {}).map(([name, text]) => [name, text ?? ''])),
    ...(value === undefined ? {} : { metric: { name: metric ?? '', value } }),
    ...(namesDefinition && definition !== undefined && { definition }),
  };
}
