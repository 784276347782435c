import type { Clock } from '../../shared/clock.ts';

/**
 * Waits until the time is over, and leaves no timer when it is not worth waiting for any more.
 * @throws The signal's reason.
 */
export function abortableWait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      timer.dispose();
      reject(signal.reason as Error);
    };
    const timer = clock.schedule(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
