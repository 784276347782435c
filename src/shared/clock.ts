import type { IDisposable } from './disposable.ts';

/** Time as a dependency: tests drive it by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `milliseconds`, unless disposed first. */
  schedule(callback: () => void, milliseconds: number): IDisposable;
}

/** Resolves after `milliseconds`. */
export function sleep(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => clock.schedule(resolve, milliseconds));
}
