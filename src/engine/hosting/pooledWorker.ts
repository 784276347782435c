import type { Clock } from '../../shared/clock.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import type { HttpPredictor } from './httpPredictor.ts';

/** Milliseconds that a process without a limit of its own is taken to work on a request, before it must answer pings meanwhile. */
const usualLimit = 60_000;

export interface PooledWorkerParts {
  /** Among the processes of its container; what replaces it has the same. */
  readonly place: number;
  readonly predictor: HttpPredictor;
  readonly clock: Clock;
  /** Requests that it may have in hand: the one that it works on, and those that lie before it unread. */
  readonly most: number;
  /** Milliseconds that it has for a request. */
  readonly callLimit: number | undefined;
  /** Called when it takes longer than that. */
  readonly overrun: (worker: PooledWorker, limit: number) => void;
}

/** One process of a container, which works on one request at a time. */
export class PooledWorker {
  readonly place: number;
  readonly predictor: HttpPredictor;
  /** In a row. */
  missedPings = 0;
  private inHand = 0;
  /** Since when it works on what it has in hand first. */
  private since = 0;
  private timer: IDisposable | undefined;

  constructor(private readonly parts: PooledWorkerParts) {
    this.place = parts.place;
    this.predictor = parts.predictor;
  }

  get hasRoom(): boolean {
    return this.inHand < this.parts.most;
  }

  /** Gives it a request. */
  take(): void {
    if (this.inHand++ === 0) this.begin();
  }

  /** One of its requests is over, and the next has its turn. */
  release(): void {
    this.timer?.dispose();
    if (--this.inHand > 0) this.begin();
  }

  /** Whether it answers a ping, or has a reason not to: a call may keep all of Python waiting for as long as calls may take. */
  async isWell(): Promise<boolean> {
    const isWell = this.isAtWork || (await this.predictor.ping()) || this.isAtWork;
    this.missedPings = isWell ? 0 : this.missedPings + 1;
    return isWell;
  }

  private get isAtWork(): boolean {
    const { clock, callLimit = usualLimit } = this.parts;
    return this.inHand > 0 && clock.now() - this.since < callLimit;
  }

  private begin(): void {
    const { clock, callLimit: limit, overrun } = this.parts;
    this.since = clock.now();
    if (limit !== undefined) this.timer = clock.schedule(() => overrun(this, limit), limit);
  }
}
