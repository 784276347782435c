import { AsyncLocalStorage } from 'node:async_hooks';
import { toDisposable, type IDisposable } from '../../shared/disposable.ts';
import type { Asked } from './asked.ts';

/** Whoever shows a person that an answer takes its time. */
export interface SlowRequests {
  /**
   * @param cancel - Waits no longer.
   * @returns Disposed when the answer is there, or nobody waits for it any more.
   */
  show(asked: Asked, cancel: () => void): IDisposable;
}

const current = new AsyncLocalStorage<SlowRequests | undefined>();

/** Everything that `work` asks for, however deep below, is shown by `slow` where its answer takes long. */
export function asAction<T>(slow: SlowRequests, work: () => T): T {
  return current.run(slow, work);
}

/** The same where a command only set `work` off: it is shown to nobody, or by `asker` to who asked for the work itself. */
export function apartFromAction<T>(asker: SlowRequests | undefined, work: () => T): T {
  return current.run(asker, work);
}

/** The same as `asker` until `left` is aborted: what is up by then goes, and nothing more comes. */
export function untilLeft(asker: SlowRequests, left: AbortSignal): SlowRequests {
  return {
    show(asked, cancel) {
      if (left.aborted) return toDisposable(() => undefined);
      const shown = asker.show(asked, cancel);
      const end = toDisposable(() => {
        left.removeEventListener('abort', leave);
        shown.dispose();
      });
      const leave = (): void => end.dispose();
      left.addEventListener('abort', leave);
      return end;
    },
  };
}

export const slowRequestsNow = (): SlowRequests | undefined => current.getStore();
