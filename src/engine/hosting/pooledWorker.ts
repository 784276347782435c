import type { Clock } from '../../shared/clock.ts';
import type { HttpPredictor } from './httpPredictor.ts';
import type { Invocation, InvocationAnswer } from './predictor.ts';

/** Milliseconds that a process without a limit of its own is taken to work on a request, before it must answer pings meanwhile. */
const usualLimit = 60_000;

/** One process of a container, which gets one request at a time. */
export class PooledWorker {
  /** In a row. */
  missedPings = 0;
  /** Since when it has a request in hand, or is kept for one; undefined when it has none. */
  private busySince: number | undefined;

  constructor(
    /** Among the processes of its container; what replaces it has the same. */
    readonly place: number,
    readonly predictor: HttpPredictor,
    private readonly clock: Clock,
    /** As of `WorkerPoolOptions`. */
    private readonly callLimit: number | undefined,
  ) {}

  get isFree(): boolean {
    return this.busySince === undefined;
  }

  /** Keeps it for one request. */
  take(): void {
    this.busySince = this.clock.now();
  }

  release(): void {
    this.busySince = undefined;
  }

  /** @param overrun - Called when the request takes longer than it may. */
  async invoke(invocation: Invocation, overrun: (limit: number) => void): Promise<InvocationAnswer> {
    const { callLimit: limit } = this;
    const timer = limit === undefined ? undefined : this.clock.schedule(() => overrun(limit), limit);
    try {
      return await this.predictor.invoke(invocation);
    } finally {
      timer?.dispose();
    }
  }

  /** Whether it answers a ping, or has a reason not to: a call may keep all of Python waiting for as long as calls may take. */
  async isWell(): Promise<boolean> {
    const isWell = this.isAtWork || (await this.predictor.ping()) || this.isAtWork;
    this.missedPings = isWell ? 0 : this.missedPings + 1;
    return isWell;
  }

  private get isAtWork(): boolean {
    return this.busySince !== undefined && this.clock.now() - this.busySince < (this.callLimit ?? usualLimit);
  }
}
