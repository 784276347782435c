import type { Clock } from '../../src/shared/clock.ts';
import { toDisposable, type IDisposable } from '../../src/shared/disposable.ts';

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private readonly timers = new Set<{ at: number; callback: () => void }>();

  constructor(private time = 1_700_000_000_000) {}

  /** Timers that are still waiting. */
  get waiting(): number {
    return this.timers.size;
  }

  now(): number {
    return this.time;
  }

  schedule(callback: () => void, milliseconds: number): IDisposable {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.add(timer);
    return toDisposable(() => this.timers.delete(timer));
  }

  /** Moves on, calls what falls due in order, and lets promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settle();
      const next = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.timers.delete(next);
      this.time = next.at;
      next.callback();
    }
    this.time = end;
    await settle();
  }
}

/** Lets promises that are already settled run their continuations. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
