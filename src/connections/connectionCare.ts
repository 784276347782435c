import type { Clock } from '../shared/clock.ts';
import { Disposable, toDisposable, type IDisposable } from '../shared/disposable.ts';
import { messageOf } from '../shared/errors.ts';
import type { WatchCredentials } from './credentialWatch.ts';

/** Until the next quiet try: where the network is gone, and where credentials are. */
const afterNetwork = 20_000;
const afterCredentials = 3 * 60_000;

interface CareParts {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly watchCredentials?: WatchCredentials;
}

interface Cared {
  filesChanged(): Promise<void>;
  retry(): Promise<void>;
  isLost(): boolean;
}

/** Looks after a connection that somebody wants: when files change, and every few minutes while it is lost. Asks nobody anything. */
export class ConnectionCare extends Disposable {
  private readonly wanted = new Set<object>();
  private watching: IDisposable | undefined;
  private timer: IDisposable | undefined;
  private work = Promise.resolve();

  constructor(
    private readonly parts: CareParts,
    private readonly cared: Cared,
  ) {
    super();
    this.register({
      dispose: () => {
        this.timer?.dispose();
        this.watching?.dispose();
      },
    });
  }

  get isWanted(): boolean {
    return this.wanted.size > 0;
  }

  keep(): IDisposable {
    const lease = {};
    this.wanted.add(lease);
    if (this.cared.isLost() && this.timer === undefined) this.plan(afterCredentials);
    return toDisposable(() => this.wanted.delete(lease));
  }

  /** From the first time that somebody wants the connection. */
  watch(): void {
    if (this.isDisposed) return;
    this.watching ??= this.parts.watchCredentials?.(() => this.inTurn(() => this.cared.filesChanged()));
  }

  /** @param comesBack - By itself, as a network does. */
  lost(comesBack: boolean): void {
    // A folder may be there by now, as that of the first sign-in.
    this.watching?.dispose();
    this.watching = undefined;
    this.watch();
    this.plan(comesBack ? afterNetwork : afterCredentials);
  }

  found(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  private plan(delay: number): void {
    this.timer?.dispose();
    this.timer = this.parts.clock.schedule(() => {
      this.timer = undefined;
      if (!this.isWanted) return;
      this.inTurn(() => this.cared.retry());
    }, delay);
  }

  /** One after the other: a change in the middle of a try is seen by the next. */
  private inTurn(run: () => Promise<void>): void {
    this.work = this.work.then(run).catch((error: unknown) => this.parts.log(`Connecting again: ${messageOf(error)}`));
  }
}
