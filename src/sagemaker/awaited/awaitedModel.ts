import type { Clock } from '../../shared/clock.ts';
import { Disposable, DisposableStore } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';
import type { KindId } from '../resources/resourceKind.ts';
import { isBusy } from '../resources/resourceKind.ts';
import type { Session } from '../session.ts';
import type { SessionSource } from '../sessionSource.ts';
import { isMissing } from '../awsErrors.ts';
import type { DescribedStatus } from './describedStatus.ts';

/** What somebody waits for. */
export interface Awaited {
  readonly sessions: SessionSource;
  readonly kind: KindId;
  readonly name: string;
}

export interface AwaitedEnd<T extends Awaited> extends DescribedStatus {
  readonly target: T;
}

/** An account is asked so often for each, and more rarely the more are awaited. */
const atAws = 15_000;
const atAwsForEach = 3_000;
const atLocal = 1_500;

/** Follows what was started here until it has ended, whatever is on show meanwhile; a lost connection is waited for. */
export class AwaitedModel<T extends Awaited> extends Disposable {
  private readonly ends = this.register(new Emitter<AwaitedEnd<T>>());
  private readonly absences = this.register(new Emitter<T>());
  private readonly changes = this.register(new Emitter<void>());
  private readonly followed = new Map<string, { readonly target: T; readonly own: DisposableStore }>();

  /** Fires once for each, when it has ended, works, or has failed. */
  readonly onDidEnd = this.ends.event;
  /** Fires where what was followed is not there, or no longer. */
  readonly onDidMiss = this.absences.event;
  /** Fires when something is followed, or no longer. */
  readonly onDidChange = this.changes.event;

  /** @param keyOf - The same for targets that are the same resource. */
  constructor(
    private readonly keyOf: (target: T) => string,
    private readonly clock: Clock,
  ) {
    super();
    this.register({ dispose: () => [...this.followed.values()].forEach(({ own }) => own.dispose()) });
  }

  get targets(): readonly T[] {
    return [...this.followed.values()].map(({ target }) => target);
  }

  isFollowed(target: T): boolean {
    return this.followed.has(this.keyOf(target));
  }

  follow(target: T): void {
    const key = this.keyOf(target);
    if (this.followed.has(key) || this.isDisposed) return;
    const own = new DisposableStore();
    this.followed.set(key, { target, own });
    // Where the connection is lost, it comes back as far as that asks nothing of the user.
    own.add(target.sessions.keepConnected());
    let bound = own.add(new DisposableStore());
    const bind = (session: Session | undefined): void => {
      own.delete(bound);
      bound = own.add(new DisposableStore());
      if (session !== undefined) this.watch(target, session, bound);
    };
    own.add(target.sessions.onDidChange(bind));
    bind(target.sessions.current);
    this.changes.fire();
  }

  unfollow(target: T): void {
    const key = this.keyOf(target);
    this.followed.get(key)?.own.dispose();
    if (this.followed.delete(key)) this.changes.fire();
  }

  private watch(target: T, session: Session, bound: DisposableStore): void {
    const isLocal = session.connection.kind === 'local';
    const task = session.scheduler.add({
      name: `Waiting for ${target.name}`,
      interval: () => {
        if (!this.isFollowed(target)) return undefined;
        return isLocal ? atLocal : Math.max(atAws, atAwsForEach * this.followed.size);
      },
      run: () => this.look(target, session),
    });
    bound.add(task);
    // What was just created may not be listed yet, and nothing ends at once.
    bound.add(this.clock.schedule(() => task.trigger(), isLocal ? atLocal : atAws / 3));
  }

  private async look(target: T, session: Session): Promise<void> {
    const { describedStatus } = await import('./describedStatus.ts');
    let found: DescribedStatus;
    try {
      found = await describedStatus(session.clients, target.kind, target.name);
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.unfollow(target);
      this.absences.fire(target);
      return;
    }
    if (isBusy(found.state) || !this.isFollowed(target) || session.isDisposed) return;
    this.unfollow(target);
    this.ends.fire({ ...found, target });
  }
}
