import type { IDisposable } from '../shared/disposable.ts';
import { trainingJobDetails, trainingJobKind, type TrainingJobEntry } from './resources/kinds/trainingJobKind.ts';
import { followedAtAws, ResourceListModel, type ListParts } from './resources/resourceListModel.ts';
import type { TrainingJobWatch } from './trainingJobWatch.ts';
import type { TrainingJobWatches } from './trainingJobWatches.ts';
import { hasEnded } from './trainingJobs.ts';

/** Which training jobs are of a tuning job. */
interface TunedJobs {
  /** Of one that is among what is looked for. */
  owns(trainingJob: string): boolean;
  /** Of one that is known. */
  made(trainingJob: string): boolean;
}

/** The training jobs of one connection, but for those of its tuning jobs. */
export class TrainingJobsModel extends ResourceListModel<TrainingJobEntry> {
  /** The leases of the watches of those whose metric is followed. */
  private readonly live = new Map<string, IDisposable>();

  /** @param tuned - Which jobs stand below their tuning jobs. */
  constructor(
    parts: ListParts,
    private readonly watches: TrainingJobWatches,
    private readonly tuned: TunedJobs,
  ) {
    super(trainingJobKind, parts);
    this.register({ dispose: () => this.hidden() });
    // What a panel is told is news for its row too.
    this.register(watches.onDidChange((watch) => this.updateFromWatch(watch)));
  }

  /** Another tuning job is known, and with it which training jobs are its own. */
  tuningJobsChanged(): void {
    this.reorder();
  }

  protected override isListed({ name }: TrainingJobEntry): boolean {
    return !this.tuned.owns(name);
  }

  protected override isOwn({ name }: TrainingJobEntry): boolean {
    return !this.tuned.made(name);
  }

  /** Those whose metric is followed are watched, which tells more. */
  protected override isToldElsewhere({ name, status }: TrainingJobEntry): boolean {
    return this.live.has(name) && !hasEnded(status);
  }

  protected override isFollowed(): boolean {
    return false;
  }

  protected override async complete(): Promise<void> {
    this.followRunning();
    await super.complete();
  }

  protected override hidden(): void {
    for (const lease of this.live.values()) lease.dispose();
    this.live.clear();
  }

  private followRunning(): void {
    const most = this.isLocal ? Infinity : followedAtAws;
    for (const [name, lease] of this.live) {
      const entry = this.find(name);
      if (this.visible && entry !== undefined && !hasEnded(entry.status)) continue;
      lease.dispose();
      this.live.delete(name);
    }
    if (!this.visible) return;
    for (const { name } of this.running)
      if (!this.live.has(name) && this.live.size < most) this.live.set(name, this.watches.acquire(name).lease);
  }

  private updateFromWatch({ job, jobName, headline }: TrainingJobWatch): void {
    if (job === undefined) return;
    const told = {
      ...trainingJobDetails(job),
      ...(job.TrainingJobStatus !== undefined && { status: job.TrainingJobStatus }),
      ...(job.SecondaryStatus !== undefined && { secondaryStatus: job.SecondaryStatus }),
      ...(headline && { metric: { name: headline.name, value: headline.latest[1] ?? NaN } }),
    };
    // One that has ended is described once more: its last metrics come with its end.
    this.learn(jobName, told, !hasEnded(job.TrainingJobStatus));
  }
}
