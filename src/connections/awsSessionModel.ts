import type { Session } from '../sagemaker/session.ts';
import type { SessionSource } from '../sagemaker/sessionSource.ts';
import type { WindowFocus } from '../sagemaker/windowFocus.ts';
import type { Clock } from '../shared/clock.ts';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import { messageOf } from '../shared/errors.ts';
import { AwsConnectionError, CancelledError, isCredentialProblem } from './awsConnectionError.ts';
import type { AwsDoor } from './awsDoor.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { ConnectionCare } from './connectionCare.ts';
import type { WatchCredentials } from './credentialWatch.ts';
import type { KnownAccounts } from './knownAccounts.ts';
import type { OpenedConnection } from './openAwsConnection.ts';
import type { AwsEnvironment } from './profileFiles.ts';

/** What sessions with AWS are opened with. */
export interface AwsParts {
  readonly env: AwsEnvironment;
  readonly askMfaCode: (serial: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Where what may be kept on disk is kept. */
  readonly storageFolder?: string;
  /** Whether somebody works in this window; without it somebody does. */
  readonly focus?: WindowFocus;
  /** Without it changed credentials are found when they are needed. */
  readonly watchCredentials?: WatchCredentials;
  /** Which account a choice was when it was last connected; without it a new window knows none before it has signed in. */
  readonly known?: KnownAccounts;
}

interface OpenSession extends OpenedConnection {
  readonly session: Session;
  readonly door: AwsDoor;
  /** What the files said when it was opened. */
  readonly fingerprint: string;
}

/** Owner of the session with one AWS connection. It is opened when somebody asks for it, and closed when its credentials end. */
export class AwsSessionModel extends Disposable implements SessionSource {
  private readonly changes = this.register(new Emitter<Session | undefined>());
  private readonly failures = this.register(new Emitter<unknown>());
  private readonly needs = this.register(new Emitter<unknown>());
  private readonly care: ConnectionCare;
  private open: OpenSession | undefined;
  private connecting: Promise<Session> | undefined;
  private reason: string | undefined;
  private last: Session | undefined;
  /** What the files said of the choice when `last` was good. */
  private lastFingerprint: string | undefined;
  private wasTold = false;

  readonly onDidChange = this.changes.event;
  readonly onDidFail = this.failures.event;
  readonly onDidNeedUser = this.needs.event;

  constructor(
    readonly choice: AwsChoice,
    private readonly parts: AwsParts,
  ) {
    super();
    this.care = this.register(
      new ConnectionCare(parts, {
        filesChanged: () => this.filesChanged(),
        retry: () => this.reconnect(),
        isLost: () => this.open === undefined && this.reason !== undefined,
      }),
    );
    this.register({ dispose: () => this.open?.session.dispose() });
  }

  get current(): Session | undefined {
    return this.open?.session;
  }

  get lost(): Session | undefined {
    return this.open === undefined ? this.last : undefined;
  }

  get problem(): string | undefined {
    return this.reason;
  }

  get lostMessage(): string {
    return `${nameOf(this.choice)} is not connected; choose it again, or refresh the Jobs view.`.replace(/^t/, 'T');
  }

  /** Looking at an account starts nothing. */
  async hasState(): Promise<boolean> {
    return true;
  }

  async connect({ quiet = false }: { readonly quiet?: boolean } = {}): Promise<Session> {
    if (this.open !== undefined && !quiet) await this.loseIfGone(this.open);
    if (this.open !== undefined) return this.open.session;
    this.care.watch();
    if (quiet && this.connecting === undefined && (await (await this.door()).mayAsk())) {
      const refusal = new AwsConnectionError(this.lostMessage);
      await this.recall(refusal);
      throw refusal;
    }
    this.connecting ??= this.tryOpen(quiet).finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  /** While a lease is held, a lost session is opened again as soon as that asks nothing of the user. */
  keepConnected(): IDisposable {
    return this.care.keep();
  }

  /** Loaded with the first connection. */
  private async door(): Promise<AwsDoor> {
    const { AwsDoor: Door } = await import('./awsDoor.ts');
    return new Door(this.choice, this.parts.env);
  }

  /** The files can change while the window is open. */
  private async loseIfGone(open: OpenSession): Promise<void> {
    const gone = await open.door.gone();
    if (gone !== undefined) this.lose(open, gone);
  }

  private async tryOpen(quiet: boolean): Promise<Session> {
    try {
      return await this.openSession();
    } catch (error) {
      await this.recall(error);
      if (!(error instanceof CancelledError) && !this.isDisposed) this.fail(error, quiet);
      throw error;
    }
  }

  /** A window that could not sign in yet has the lists that were kept of the account that this was, to be read only. */
  private async recall(error: unknown): Promise<void> {
    const { choice, last, parts } = this;
    const known = parts.known?.of(choice);
    if (known === undefined || last !== undefined || !(error instanceof AwsConnectionError)) return;
    try {
      const connection = await (await this.door()).recall(known, error);
      if (connection === undefined || this.open !== undefined || this.isDisposed) return;
      const { Session: Recalled } = await import('../sagemaker/session.ts');
      const session = new Recalled(connection, parts.clock, parts.log, parts.storageFolder);
      session.dispose();
      this.remembered(session, known.fingerprint);
    } catch (problem) {
      parts.log(`What was kept of ${nameOf(choice)} could not be found: ${messageOf(problem)}`);
    }
  }

  private remembered(session: Session, fingerprint: string): void {
    this.last = session;
    this.lastFingerprint = fingerprint;
  }

  /** @param needsUser - Whether nobody tells the user yet: what the user asked for fails before their eyes. */
  private fail(error: unknown, needsUser: boolean): void {
    const comesBack = error instanceof AwsConnectionError && error.remedy === 'wait';
    // A network that fails a quiet try says nothing of credentials that somebody must renew.
    if (comesBack && needsUser && this.wasTold) return this.care.lost(comesBack);
    this.reason = messageOf(error);
    this.failures.fire(error);
    this.care.lost(comesBack);
    if (!needsUser || comesBack || this.wasTold) return;
    this.wasTold = true;
    this.needs.fire(error);
  }

  private async openSession(): Promise<Session> {
    const { clock, log, storageFolder, focus } = this.parts;
    const door = await this.door();
    const { fingerprint, ...opened } = await this.openConnection(door);
    const { connection } = opened;
    const { Session: Opened } = await import('../sagemaker/session.ts');
    const session = new Opened(connection, clock, log, storageFolder);
    opened.turns.goOnIn(session.turns);
    if (focus !== undefined) session.keepPace(focus);
    if (this.isDisposed) session.dispose();
    const open = { ...opened, session, door, fingerprint };
    session.scheduler.onDidFail((error) => {
      if (isCredentialProblem(error)) this.lose(open, door.problem(error, connection));
    });
    this.open = open;
    this.reason = undefined;
    this.last = undefined;
    this.wasTold = false;
    this.care.found();
    this.remember(open);
    this.changes.fire(session);
    return session;
  }

  private async openConnection(door: AwsDoor): Promise<OpenedConnection & { readonly fingerprint: string }> {
    const { askMfaCode, clock } = this.parts;
    const fingerprint = await door.fingerprint();
    return { ...(await door.open({ askMfaCode, now: () => clock.now() })), fingerprint };
  }

  /** What the files say now is taken over silently; what would ask the user waits for them. */
  private async filesChanged(): Promise<void> {
    const { open } = this;
    if (open === undefined) {
      await this.reconnect();
      return this.forgetOther();
    }
    const { door } = open;
    const fingerprint = await door.fingerprint();
    if (fingerprint === open.fingerprint) return;
    await this.loseIfGone(open);
    if (this.open !== open) return;
    // With a code or a program of its own, the next request finds out whether they are still good.
    if (await door.mayAsk()) return this.renew(open, fingerprint);
    try {
      const { connection, turns } = await this.openConnection(door);
      if (this.open !== open) return;
      turns.goOnIn(open.session.turns);
      if (!isSamePlace(connection, open.connection)) {
        this.close(open);
        await this.tryOpen(true);
        return;
      }
      this.renew(open, fingerprint);
      this.remember({ connection, fingerprint });
    } catch (error) {
      this.lose(open, error);
    }
  }

  /** Where the files say something else by now, and nobody could be asked who that is, it may be another account. */
  private async forgetOther(): Promise<void> {
    const { last } = this;
    if (last === undefined || (await (await this.door()).fingerprint()) === this.lastFingerprint) return;
    if (this.last !== last || this.isDisposed) return;
    this.last = undefined;
    this.changes.fire(undefined);
  }

  /** Who it is was just asked. */
  private remember({ connection, fingerprint }: Pick<OpenSession, 'connection' | 'fingerprint'>): void {
    const { known, log } = this.parts;
    const { accountId, region, redirectedTo } = connection;
    const account = { accountId, region, fingerprint, ...(redirectedTo !== undefined && { redirectedTo }) };
    Promise.resolve(known?.keep(this.choice, account)).catch((error: unknown) =>
      log(`Which account ${nameOf(this.choice)} is could not be remembered: ${messageOf(error)}`),
    );
  }

  private renew(open: OpenSession, fingerprint: string): void {
    open.renew();
    this.open = { ...open, fingerprint };
  }

  /** Tries again without the user; why it fails stands in the status bar. */
  private async reconnect(): Promise<void> {
    if (this.open !== undefined || !this.care.isWanted || this.isDisposed) return;
    try {
      await this.connect({ quiet: true });
    } catch (error) {
      this.parts.log(`${nameOf(this.choice)} is still not connected: ${messageOf(error)}`);
    }
  }

  private lose(lost: OpenSession, reason: unknown): void {
    if (this.open?.session !== lost.session || this.isDisposed) return;
    this.close(lost);
    this.changes.fire(undefined);
    this.fail(reason, true);
  }

  private close({ session, fingerprint }: OpenSession): void {
    this.open = undefined;
    this.remembered(session, fingerprint);
    session.dispose();
  }
}

type Facts = OpenedConnection['connection'];

/** Whether only the credentials are others. */
function isSamePlace(a: Facts, b: Facts): boolean {
  const facts = ({ id, label, endpoint, serviceEndpoints, profile }: Facts): string =>
    JSON.stringify([id, label, endpoint, serviceEndpoints, profile]);
  return facts(a) === facts(b);
}
