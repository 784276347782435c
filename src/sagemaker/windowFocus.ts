import type { IDisposable } from '../shared/disposable.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Whether somebody works in this window; the schedulers of accounts keep pace with it. Each window knows of itself alone: one without focus
 * looks once a minute, and then takes what another one was told of late (`ListCache`) instead of asking.
 */
export class WindowFocus {
  private readonly paced = new Set<Scheduler>();

  constructor(private isFocused: boolean) {}

  set(isFocused: boolean): void {
    this.isFocused = isFocused;
    for (const scheduler of this.paced) scheduler.setFocused(isFocused);
  }

  /** Sets the pace until it is disposed. */
  pace(scheduler: Scheduler): IDisposable {
    this.paced.add(scheduler);
    scheduler.setFocused(this.isFocused);
    return { dispose: () => this.paced.delete(scheduler) };
  }
}
