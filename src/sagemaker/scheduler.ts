import type { Clock } from '../shared/clock.ts';
import { Disposable, toDisposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import { describeChain } from '../shared/errors.ts';
import { isThrottling } from './awsErrors.ts';
import { withRank, type Rank } from './budget/requestRank.ts';
import { apartFromAction, type SlowRequests } from './requests/actionContext.ts';

/** Something that is asked for again and again while somebody looks at it. */
export interface PollTask {
  readonly name: string;
  /** Milliseconds until the next run, asked after each run; undefined waits for a `trigger`. */
  interval(): number | undefined;
  /** Who waits for what it asks; nobody unless it says. */
  rank?(): Rank;
  run(): Promise<void>;
  /** Called once per failed run; the next try comes later and later, up to 30 seconds (throttled: 2 minutes) or its interval apart. */
  failed?(error: unknown): void;
}

export interface ScheduledTask extends IDisposable {
  /**
   * Runs the task now, or once more right after the run that is under way; a second after one that failed.
   * @param asker - Whoever shows a person who asked for the run itself that it takes its time; nobody is told of what a command only set off.
   */
  trigger(asker?: SlowRequests): void;
}

const slowest = 30_000;
/** A service that says that it is asked too much is left alone for longer. */
const throttled = { first: 5_000, slowest: 120_000 };
const unfocusedInterval = 60_000;
/** A trigger that came while a run failed. */
const askedAgain = 1_000;

/** The one place where a connection is polled from: a task never overlaps itself, and failures make it slower, not louder. */
export class Scheduler extends Disposable {
  private readonly failures = this.register(new Emitter<unknown>());
  private readonly loops = new Set<PollLoop>();
  private isFocused = true;

  /** Fires for every failed run of any task. */
  readonly onDidFail = this.failures.event;

  /** @param random - From 0 to 1: windows that failed together do not try again together. */
  constructor(
    private readonly clock: Clock,
    private readonly log: (line: string) => void,
    private readonly random: () => number = Math.random,
  ) {
    super();
  }

  add(task: PollTask): ScheduledTask {
    const loop = new PollLoop(task, {
      clock: this.clock,
      random: this.random,
      interval: () => this.intervalOf(task),
      failed: (error, first) => {
        if (first) this.log(`${task.name} failed: ${describeChain(error)}`);
        task.failed?.(error);
        this.failures.fire(error);
      },
    });
    this.loops.add(loop);
    this.register(loop);
    const end = toDisposable(() => {
      this.loops.delete(loop);
      this.store.delete(loop);
    });
    return { trigger: (asker) => loop.trigger(asker), dispose: () => end.dispose() };
  }

  /** Whether somebody works in the window, as far as it was told. */
  get hasFocus(): boolean {
    return this.isFocused;
  }

  /** While no one works in the window, each task runs once a minute at most. */
  setFocused(isFocused: boolean): void {
    if (this.isFocused === isFocused) return;
    this.isFocused = isFocused;
    for (const loop of this.loops) loop.planAgain();
  }

  private intervalOf(task: PollTask): number | undefined {
    const interval = task.interval();
    return interval === undefined || this.isFocused ? interval : Math.max(interval, unfocusedInterval);
  }
}

interface LoopParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly interval: () => number | undefined;
  readonly failed: (error: unknown, first: boolean) => void;
}

class PollLoop extends Disposable {
  private timer: IDisposable | undefined;
  private running = false;
  private again = false;
  private failures = 0;
  private isThrottled = false;
  private lastEnd = 0;
  private asker: SlowRequests | undefined;

  constructor(
    private readonly task: PollTask,
    private readonly parts: LoopParts,
  ) {
    super();
    this.register({ dispose: () => this.timer?.dispose() });
  }

  trigger(asker?: SlowRequests): void {
    if (this.isDisposed) return;
    this.asker = asker ?? this.asker;
    if (this.running) this.again = true;
    else void this.runOnce();
  }

  /** The pace is another: what waits, waits for as long as is still to come of it. */
  planAgain(): void {
    if (this.running || this.timer === undefined) return;
    this.timer.dispose();
    this.plan(this.parts.clock.now() - this.lastEnd);
  }

  private async runOnce(): Promise<void> {
    this.timer?.dispose();
    this.timer = undefined;
    this.running = true;
    this.again = false;
    const { asker } = this;
    this.asker = undefined;
    try {
      const rank = this.task.rank?.() ?? 'background';
      await apartFromAction(asker, () => withRank(rank, () => this.task.run()));
      this.failures = 0;
    } catch (error) {
      this.failures++;
      this.isThrottled = isThrottling(error);
      // What a closed connection still had under way concerns nobody.
      if (!this.isDisposed) this.parts.failed(error, this.failures === 1);
    } finally {
      this.running = false;
      this.lastEnd = this.parts.clock.now();
      this.plan(0);
    }
  }

  /** @param waited - Milliseconds since the last run. */
  private plan(waited: number): void {
    this.timer = undefined;
    if (this.isDisposed) return;
    const interval = this.again ? 0 : this.parts.interval();
    if (interval === undefined) return;
    const delay = this.failures === 0 ? interval : Math.max(interval, this.backOff(interval));
    this.timer = this.parts.clock.schedule(() => void this.runOnce(), Math.max(0, delay - waited));
  }

  private backOff(interval: number): number {
    // Whoever asked while a run failed is answered soon, unless the service says that it is asked too much.
    if (this.again && !this.isThrottled) return askedAgain;
    const [first, most] = this.isThrottled ? [throttled.first, throttled.slowest] : [500, slowest];
    const later = Math.min(most, Math.max(first, interval) * 2 ** this.failures);
    return later * (1 + this.parts.random() / 2);
  }
}
