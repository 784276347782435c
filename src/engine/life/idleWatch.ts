import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';

/** What the watch asks to decide whether the engine may end. */
export interface Activity {
  /** Epoch milliseconds of the last request of a client. */
  lastRequest(): number;
  /** Jobs that still run. */
  activeJobs(): number;
}

const checkEvery = 5_000;
const drainCheckEvery = 200;

/** Ends the engine when nobody needs it, or, when a newer version waits, as soon as no job runs. */
export class IdleWatch extends Disposable {
  private timer: IDisposable | undefined;
  private isDraining = false;
  private wasBusy = false;
  /** Epoch milliseconds of the first look that found the last job ended. */
  private lastJob = -Infinity;

  /** @param idleMinutes - 0 means that only draining ends the engine. */
  constructor(
    private readonly activity: Activity,
    private readonly idleMinutes: number,
    private readonly clock: Clock,
    private readonly end: (reason: string) => void,
  ) {
    super();
    this.register({ dispose: () => this.timer?.dispose() });
    this.plan();
  }

  get draining(): boolean {
    return this.isDraining;
  }

  /** From now on, end at the first moment without a running job; requests are served until then. */
  drain(): void {
    this.isDraining = true;
    this.plan();
  }

  private plan(): void {
    this.timer?.dispose();
    if (this.isDisposed || (!this.isDraining && this.idleMinutes === 0)) return;
    this.timer = this.clock.schedule(() => this.check(), this.isDraining ? drainCheckEvery : checkEvery);
  }

  private check(): void {
    const busy = this.activity.activeJobs() > 0;
    if (busy || this.wasBusy) this.lastJob = this.clock.now();
    this.wasBusy = busy;
    const idleFor = this.clock.now() - Math.max(this.activity.lastRequest(), this.lastJob);
    if (!busy && this.isDraining) this.end('a newer version takes over');
    else if (!busy && this.idleMinutes > 0 && idleFor >= this.idleMinutes * 60_000) {
      this.end(`no client and no job for ${this.idleMinutes} minutes`);
    } else this.plan();
  }
}
