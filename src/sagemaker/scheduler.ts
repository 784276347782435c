import type { Clock } from '../shared/clock.ts';
import { Disposable, toDisposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import { describeChain } from '../shared/errors.ts';

/** Something that is asked for again and again while somebody looks at it. */
export interface PollTask {
  readonly name: string;
  /** Milliseconds until the next run, asked after each run; undefined waits for a `trigger`. */
  interval(): number | undefined;
  run(): Promise<void>;
  /** Called once per failed run; the next try comes later and later, up to 30 seconds or its interval apart. */
  failed?(error: unknown): void;
}

export interface ScheduledTask extends IDisposable {
  /** Runs the task now, or once more right after the run that is under way. */
  trigger(): void;
}

const slowest = 30_000;

/** The one place where a connection is polled from: a task never overlaps itself, and failures make it slower, not louder. */
export class Scheduler extends Disposable {
  private readonly failures = this.register(new Emitter<unknown>());

  /** Fires for every failed run of any task. */
  readonly onDidFail = this.failures.event;

  constructor(
    private readonly clock: Clock,
    private readonly log: (line: string) => void,
  ) {
    super();
  }

  add(task: PollTask): ScheduledTask {
    const loop = new PollLoop(task, this.clock, (error, first) => {
      if (first) this.log(`${task.name} failed: ${describeChain(error)}`);
      task.failed?.(error);
      this.failures.fire(error);
    });
    this.register(loop);
    return { trigger: () => loop.trigger(), ...toDisposable(() => this.store.delete(loop)) };
  }
}

class PollLoop extends Disposable {
  private timer: IDisposable | undefined;
  private running = false;
  private again = false;
  private failures = 0;

  constructor(
    private readonly task: PollTask,
    private readonly clock: Clock,
    private readonly failed: (error: unknown, first: boolean) => void,
  ) {
    super();
    this.register({ dispose: () => this.timer?.dispose() });
  }

  trigger(): void {
    if (this.isDisposed) return;
    if (this.running) this.again = true;
    else void this.runOnce();
  }

  private async runOnce(): Promise<void> {
    this.timer?.dispose();
    this.running = true;
    this.again = false;
    try {
      await this.task.run();
      this.failures = 0;
    } catch (error) {
      this.failures++;
      this.failed(error, this.failures === 1);
    } finally {
      this.running = false;
      this.plan();
    }
  }

  private plan(): void {
    if (this.isDisposed) return;
    const interval = this.again ? 0 : this.task.interval();
    if (interval === undefined) return;
    const later = Math.min(slowest, Math.max(500, interval) * 2 ** this.failures);
    const delay = this.failures === 0 ? interval : Math.max(interval, later);
    this.timer = this.clock.schedule(() => void this.runOnce(), delay);
  }
}
