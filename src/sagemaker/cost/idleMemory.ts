import { idleStamp } from './idleResources.ts';
import type { Billable } from './billable.ts';

/** A small durable memory, of the shape of VS Code's `Memento`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const memoryKey = 'sagemakerWorkbench.idle';
const most = 200;
/** What was left unanswered is told once more the next day. */
const again = 24 * 3_600_000;

/** What the user was told of, and what is to be kept: both until the resource changes. */
export class IdleMemory {
  constructor(private readonly memory: Memory) {}

  isToBeTold(item: Billable, now: number): boolean {
    const remembered = this.entries()[idleStamp(item)];
    return remembered === undefined || (remembered !== 'kept' && now - remembered >= again);
  }

  told(item: Billable, now: number): PromiseLike<void> {
    return this.remember(item, now);
  }

  keep(item: Billable): PromiseLike<void> {
    return this.remember(item, 'kept');
  }

  private remember(item: Billable, value: number | 'kept'): PromiseLike<void> {
    const stamp = idleStamp(item);
    const others = Object.entries(this.entries()).filter(([key]) => key !== stamp);
    return this.memory.update(memoryKey, Object.fromEntries([...others, [stamp, value]].slice(-most)));
  }

  private entries(): Readonly<Record<string, number | 'kept'>> {
    const stored = this.memory.get(memoryKey);
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, number | 'kept'>) : {};
  }
}
