import type { Session } from '../sagemaker/session.ts';
import type { SessionSource } from '../sagemaker/sessionSource.ts';
import type { Clock } from '../shared/clock.ts';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { LocalEngine } from './localEngine.ts';

const retryDelay = 1_000;

/** Owner of the session with the local engine; when the engine is gone or was replaced, the session is made anew. */
export class LocalSessionModel extends Disposable implements SessionSource {
  private readonly changes = this.register(new Emitter<Session | undefined>());
  private readonly failures = this.register(new Emitter<unknown>());
  private session: Session | undefined;
  private connecting: Promise<Session> | undefined;
  private retry: IDisposable | undefined;
  private readonly wanted = new Set<object>();

  /** Fires with the new session, or undefined when the engine is gone and nobody needs it. */
  readonly onDidChange = this.changes.event;
  /** Fires when a lost engine could not be brought back; the next try follows by itself. */
  readonly onDidFail = this.failures.event;
  readonly lostMessage = 'Not up to date: the local engine does not answer and is looked for.';

  constructor(
    private readonly engine: LocalEngine,
    private readonly clock: Clock,
    private readonly log: (line: string) => void,
  ) {
    super();
    this.register({
      dispose: () => {
        this.retry?.dispose();
        this.session?.dispose();
      },
    });
  }

  get current(): Session | undefined {
    return this.session;
  }

  /** Whether this machine has used the local engine before. */
  hasState(): Promise<boolean> {
    return this.engine.hasState();
  }

  /**
   * The session with a running engine, which is started when needed.
   * @throws UserError when the engine cannot be started.
   */
  async connect(): Promise<Session> {
    const { session } = this;
    if (session !== undefined) {
      if (await this.engine.answers(session.connection)) return session;
      this.lose(session);
    }
    this.connecting ??= this.open().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  /** While a lease is held, a lost engine is looked for, or started, again. */
  keepConnected(): IDisposable {
    const lease = {};
    this.wanted.add(lease);
    return { dispose: () => this.wanted.delete(lease) };
  }

  private async open(): Promise<Session> {
    const connection = await this.engine.connect();
    const { Session: Opened } = await import('../sagemaker/session.ts');
    const session = new Opened(connection, this.clock, this.log);
    session.scheduler.onDidFail((error) => {
      if (isConnectionLoss(error)) this.lose(session);
    });
    this.session = session;
    this.changes.fire(session);
    return session;
  }

  private lose(lost: Session): void {
    if (this.session !== lost || this.isDisposed) return;
    this.log('The local engine no longer answers.');
    this.session = undefined;
    lost.dispose();
    this.changes.fire(undefined);
    this.reconnectSoon();
  }

  private reconnectSoon(): void {
    if (this.wanted.size === 0) return;
    this.retry = this.clock.schedule(() => {
      this.connect().catch((error: unknown) => {
        this.log(`The local engine could not be reached again: ${messageOf(error)}`);
        this.failures.fire(error);
        this.reconnectSoon();
      });
    }, retryDelay);
  }
}

function isConnectionLoss(error: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'];
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    codes.includes(codeOf(error) ?? '') ||
    codes.includes(codeOf(cause) ?? '') ||
    (error instanceof AggregateError && error.errors.some(isConnectionLoss))
  );
}
