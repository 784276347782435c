import { totalmem } from 'node:os';
import type { Clock } from '../../shared/clock.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import type { RunningContainer } from './runner.ts';

/** What a program used of this machine between two looks. */
export interface ProgramUsage {
  /** Percent of one core: two busy cores are 200 (developer guide, "Metrics for training jobs"). */
  readonly cpu: number;
  /** Percent of the machine's memory; undefined where it cannot be told. */
  readonly memory: number | undefined;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** The same of one host's program. */
export interface HostUsage extends ProgramUsage {
  readonly host: string;
}

/** When it is looked, in milliseconds. */
export interface LookTimes {
  readonly first: number;
  readonly every: number;
  /** Whether it is looked at the clock's own multiples of that: all that do are looked at together, with one look at the machine. */
  readonly isTogether?: boolean;
}

/** Local jobs take seconds where SageMaker's take minutes: looked at sooner than its once a minute. */
const timesOfJob: LookTimes = { first: 300, every: 2000 };

/** Looks at what a running program uses, until it is disposed. */
export class UsageSampler implements IDisposable {
  private timer: IDisposable | undefined;
  private disposed = false;
  private last: { cpuSeconds: number; at: number };

  constructor(
    private readonly container: Pick<RunningContainer, 'usage'>,
    private readonly clock: Clock,
    private readonly take: (usage: ProgramUsage) => void,
    private readonly times = timesOfJob,
  ) {
    this.last = { cpuSeconds: 0, at: clock.now() };
    this.lookIn(times.first);
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }

  private lookIn(milliseconds: number): void {
    if (this.disposed) return;
    this.timer = this.clock.schedule(() => void this.look(), milliseconds);
  }

  private untilNext(): number {
    const { every, isTogether = false } = this.times;
    if (!isTogether) return every;
    const left = every - (this.clock.now() % every);
    return left < every / 4 ? left + every : left; // over a moment a share says nothing
  }

  private async look(): Promise<void> {
    const usage = await this.container.usage();
    const at = this.clock.now();
    if (usage !== undefined && at > this.last.at && !this.disposed) {
      const { cpuSeconds, memoryBytes } = usage;
      // A program that has ended takes its seconds along, and the next begins at none.
      const used = cpuSeconds >= this.last.cpuSeconds ? cpuSeconds - this.last.cpuSeconds : cpuSeconds;
      const cpu = (100 * used * 1000) / (at - this.last.at);
      this.take({
        cpu,
        memory: memoryBytes === undefined ? undefined : (100 * memoryBytes) / totalmem(),
        timestamp: at,
      });
      this.last = { cpuSeconds, at };
    }
    this.lookIn(this.untilNext());
  }
}
