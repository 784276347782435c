import type { Clock } from '../shared/clock.ts';
import { Disposable, toDisposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import type { SdkClients } from './clients.ts';
import type { Scheduler } from './scheduler.ts';
import { TrainingJobWatch } from './trainingJobWatch.ts';

/** How long a watch outlives its last viewer: a tab that is moved or a tree that is redrawn finds it again. */
const lingering = 10_000;

interface Entry {
  readonly watch: TrainingJobWatch;
  viewers: number;
  closing?: IDisposable;
}

/** The watches of one connection: whoever looks at the same job shares one. */
export class TrainingJobWatches extends Disposable {
  private readonly changes = this.register(new Emitter<TrainingJobWatch>());
  private readonly entries = new Map<string, Entry>();

  /** Fires with each watch that was told something, whoever looks at it. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly clients: SdkClients,
    private readonly scheduler: Scheduler,
    private readonly clock: Clock,
  ) {
    super();
    this.register({ dispose: () => [...this.entries.keys()].forEach((name) => this.close(name)) });
  }

  /** Starts or joins the watch of a job; dispose the lease when nobody looks any more. */
  acquire(jobName: string): { readonly watch: TrainingJobWatch; readonly lease: IDisposable } {
    const entry = this.entries.get(jobName) ?? { watch: this.make(jobName), viewers: 0 };
    this.entries.set(jobName, entry);
    entry.viewers++;
    entry.closing?.dispose();
    delete entry.closing;
    return { watch: entry.watch, lease: toDisposable(() => this.release(jobName, entry)) };
  }

  private make(jobName: string): TrainingJobWatch {
    const watch = new TrainingJobWatch(this.clients, this.scheduler, jobName);
    watch.onDidChange(() => this.changes.fire(watch));
    return watch;
  }

  private release(jobName: string, entry: Entry): void {
    entry.viewers--;
    if (entry.viewers > 0 || this.isDisposed) return;
    entry.closing = this.clock.schedule(() => this.close(jobName), lingering);
  }

  private close(jobName: string): void {
    const entry = this.entries.get(jobName);
    entry?.closing?.dispose();
    entry?.watch.dispose();
    this.entries.delete(jobName);
  }
}
