import type { Clock } from '../../src/shared/clock.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';

/** A clock that goes faster than the machine's, so that a minute between two looks is a second of a test. */
export function fastClock(times: number): Clock {
  const start = systemClock.now();
  return {
    now: () => start + (systemClock.now() - start) * times,
    schedule: (callback, milliseconds) => systemClock.schedule(callback, milliseconds / times),
  };
}
