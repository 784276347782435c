import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';

/** Milliseconds for which a message may not have been read yet. */
const unreadFor = 15_000;

/** Ends that were told a moment ago: a reload of the window takes their messages away unread, so after it they are told again. */
export class ToldEnds<T> extends Disposable {
  private readonly told = new Map<string, { readonly target: T; readonly timer: IDisposable }>();
  private readonly changes = this.register(new Emitter<void>());

  /** Fires when what would be told again is another. */
  readonly onDidChange = this.changes.event;

  /** @param keyOf - The same for targets that are the same resource. */
  constructor(
    private readonly keyOf: (target: T) => string,
    private readonly clock: Clock,
  ) {
    super();
    this.register({ dispose: () => this.told.forEach(({ timer }) => timer.dispose()) });
  }

  /** What would be told again. */
  get targets(): readonly T[] {
    return [...this.told.values()].map(({ target }) => target);
  }

  /** @param answered - Settles when somebody has answered the message, or closed it. */
  add(target: T, answered: PromiseLike<unknown>): void {
    const key = this.keyOf(target);
    this.told.get(key)?.timer.dispose();
    const forget = (): void => {
      if (this.told.get(key) === entry) this.forget(target);
    };
    const entry = { target, timer: this.clock.schedule(forget, unreadFor) };
    this.told.set(key, entry);
    this.changes.fire();
    void answered.then(forget, forget);
  }

  /** Another change of the same has begun, or the message was read. */
  forget(target: T): void {
    const key = this.keyOf(target);
    this.told.get(key)?.timer.dispose();
    if (this.told.delete(key)) this.changes.fire();
  }
}
