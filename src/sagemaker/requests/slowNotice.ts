import type { Clock } from '../../shared/clock.ts';
import { toDisposable, type IDisposable } from '../../shared/disposable.ts';
import type { SlowRequests } from './actionContext.ts';
import type { Asked } from './asked.ts';

/** A request that is slow after another is so after two seconds: for as long and a little more the notice of the one before stays. */
const lingering = 2_500;

/** One notice per command of what answers slowly: it outlasts the pauses between the requests, so that they do not pile up. */
export class SlowNotice implements SlowRequests {
  private readonly cancels = new Set<() => void>();
  private close: (() => void) | undefined;
  private end: IDisposable | undefined;

  /** @param open - Shows the notice. @returns What takes it away. */
  constructor(
    private readonly clock: Clock,
    private readonly open: (asked: Asked, cancelAll: () => void) => () => void,
  ) {}

  show(asked: Asked, cancel: () => void): IDisposable {
    this.end?.dispose();
    this.cancels.add(cancel);
    this.close ??= this.open(asked, () => this.cancelAll());
    return toDisposable(() => {
      this.cancels.delete(cancel);
      if (this.cancels.size > 0) return;
      this.end?.dispose();
      this.end = this.clock.schedule(() => this.take(), lingering);
    });
  }

  private cancelAll(): void {
    for (const cancel of [...this.cancels]) cancel();
    this.take(); // the editor has closed it
  }

  private take(): void {
    this.close?.();
    this.close = undefined;
  }
}
