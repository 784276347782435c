import type { Place } from '../../connections/connectionsModel.ts';
import { logText } from '../../sagemaker/logs/logText.ts';
import { LogTail } from '../../sagemaker/logs/logTail.ts';
import { listedEntry } from '../../sagemaker/resources/listedEntry.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import type { ScheduledTask } from '../../sagemaker/scheduler.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import { UserError } from '../../shared/errors.ts';
import { platform } from '../../shared/node/platform.ts';
import type { LogAddress } from './logUri.ts';

/** Where asking costs nobody anything it is asked often. */
const intervals = { local: 1_000, aws: 10_000 } as const;
/** Whether the resource still runs is looked up so seldom. */
const statusAge = { local: 2_000, aws: 30_000 } as const;

/** One log that is open as a document: read once, and followed while its resource runs and it is on the screen. */
export class OpenLog extends Disposable {
  private readonly tail: LogTail;
  private task: ScheduledTask | undefined;
  private visible = false;
  private isLive = true;
  private lookedAt = -Infinity;

  /** @param changed - Called when its text is another. */
  constructor(
    private readonly address: LogAddress,
    private readonly place: Place,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {
    super();
    this.tail = new LogTail(async () => (await this.session()).clients, {
      group: address.group,
      name: address.stream,
    });
    this.register(place.sessions.onDidChange((session) => this.follow(session)));
    this.register({ dispose: () => this.task?.dispose() });
  }

  /** What the document shows; reads what is new. */
  async text(): Promise<string> {
    const session = await this.session();
    if (this.task === undefined) {
      await this.tail.readNew();
      this.follow(session);
    }
    return logText(this.tail, { group: this.address.group, name: this.address.stream }, session.connection, platform);
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    if (visible && this.isLive) this.task?.trigger();
  }

  /** @throws UserError when that is another account by now. */
  private async session(): Promise<Session> {
    // Whoever opened it has connected; a window that shows it again asks nothing of the user.
    const session = await this.place.sessions.connect({ quiet: true });
    if (session.connection.id === this.address.connectionId) return session;
    throw new UserError(
      `This log is of another account than ${session.connection.label}; open it again from its resource.`,
    );
  }

  private follow(session: Session | undefined): void {
    this.task?.dispose();
    this.task = undefined;
    if (this.isDisposed || session?.connection.id !== this.address.connectionId) return;
    const { kind } = session.connection;
    this.task = session.scheduler.add({
      name: `Following the log of ${this.address.resource}`,
      interval: () => (this.visible && this.isLive ? intervals[kind] : undefined),
      run: () => this.readNew(session),
    });
    this.task.trigger();
  }

  private async readNew(session: Session): Promise<void> {
    // Before the lines: what is logged until the end is then read after it.
    const isLive = await this.looksLive(session);
    if (await this.tail.readNew()) this.changed();
    this.isLive = isLive;
  }

  private async looksLive({ clients }: Session): Promise<boolean> {
    const now = this.clock.now();
    if (now - this.lookedAt < statusAge[clients.connection.kind]) return this.isLive;
    this.lookedAt = now;
    const kind = kindOf(this.address.kind);
    const entry = await listedEntry(clients, kind, this.address.resource);
    return entry !== undefined && ['running', 'inService'].includes(kind.stateOf(entry.status));
  }
}
