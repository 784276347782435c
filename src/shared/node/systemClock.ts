import type { Clock } from '../clock.ts';
import { toDisposable } from '../disposable.ts';

/** `setTimeout` fires at once for more: 24.8 days, and a job may run for 28. */
const longestTimeout = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(callback, milliseconds) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const next = left > longestTimeout ? () => wait(left - longestTimeout) : callback;
      timer = setTimeout(next, Math.min(left, longestTimeout));
    };
    wait(milliseconds);
    return toDisposable(() => clearTimeout(timer));
  },
};
