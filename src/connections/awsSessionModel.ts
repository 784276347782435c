import { Session } from '../sagemaker/session.ts';
import type { SessionSource } from '../sagemaker/sessionSource.ts';
import type { Clock } from '../shared/clock.ts';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import { messageOf } from '../shared/errors.ts';
import { AwsConnectionError, awsProblem, isCredentialProblem, profileGone } from './awsProblem.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { CancelledError } from './credentials.ts';
import { openAwsConnection } from './openAwsConnection.ts';
import { mayAsk, placeOf } from './place.ts';
import { readProfiles, type AwsEnvironment } from './profiles.ts';

/** What sessions with AWS are opened with. */
export interface AwsParts {
  readonly env: AwsEnvironment;
  readonly askMfaCode: (serial: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Owner of the session with one AWS connection. It is opened when somebody asks for it, and closed when its credentials end. */
export class AwsSessionModel extends Disposable implements SessionSource {
  private readonly changes = this.register(new Emitter<Session | undefined>());
  private readonly failures = this.register(new Emitter<unknown>());
  private session: Session | undefined;
  private connecting: Promise<Session> | undefined;
  private reason: string | undefined;

  readonly onDidChange = this.changes.event;
  readonly onDidFail = this.failures.event;

  constructor(
    readonly choice: AwsChoice,
    private readonly parts: AwsParts,
  ) {
    super();
    this.register({ dispose: () => this.session?.dispose() });
  }

  get current(): Session | undefined {
    return this.session;
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
    if (this.session !== undefined && !quiet) await this.loseIfGone(this.session);
    if (this.session !== undefined) return this.session;
    if (quiet && this.connecting === undefined && (await this.mayAsk())) throw new AwsConnectionError(this.lostMessage);
    this.connecting ??= this.tryOpen().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  /** A session with AWS is not lost with the network, and its credentials are not renewed behind the user's back. */
  keepConnected(): IDisposable {
    return { dispose: () => undefined };
  }

  private async mayAsk(): Promise<boolean> {
    return mayAsk(placeOf(this.choice, await readProfiles(this.parts.env), this.parts.env));
  }

  /** The files can change while the window is open. */
  private async loseIfGone(session: Session): Promise<void> {
    const { choice } = this;
    if (choice.kind !== 'profile') return;
    const profiles = await readProfiles(this.parts.env);
    if (!profiles.some(({ name }) => name === choice.profile)) this.lose(session, profileGone(choice.profile));
  }

  private async tryOpen(): Promise<Session> {
    try {
      return await this.open();
    } catch (error) {
      if (!(error instanceof CancelledError) && !this.isDisposed) this.fail(error);
      throw error;
    }
  }

  private fail(error: unknown): void {
    this.reason = messageOf(error);
    this.failures.fire(error);
  }

  private async open(): Promise<Session> {
    const { env, askMfaCode, clock, log } = this.parts;
    const connection = await openAwsConnection(this.choice, { env, askMfaCode, now: () => clock.now() });
    const session = new Session(connection, clock, log);
    if (this.isDisposed) session.dispose();
    session.scheduler.onDidFail((error) => {
      if (isCredentialProblem(error))
        this.lose(session, awsProblem(error, this.choice, connection.endpoint ?? connection.region));
    });
    this.session = session;
    this.reason = undefined;
    this.changes.fire(session);
    return session;
  }

  private lose(lost: Session, reason: unknown): void {
    if (this.session !== lost || this.isDisposed) return;
    this.session = undefined;
    lost.dispose();
    this.changes.fire(undefined);
    this.fail(reason);
  }
}
