import { Disposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import type { SdkClients } from './clients.ts';
import type { ScheduledTask, Scheduler } from './scheduler.ts';

/** What every listed job has; times in epoch milliseconds. */
export interface ListedJob {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly created: number;
  readonly ended?: number;
}

/** One page of a list, newest first. */
interface Page<Summary> {
  readonly jobs: readonly Summary[];
  readonly nextToken?: string;
}

const pageSize = 100;

/** The jobs of one kind of one connection, newest first; asks only while somebody looks. */
export abstract class JobListModel<Summary, Entry extends ListedJob> extends Disposable {
  protected readonly changes = this.register(new Emitter<void>());
  protected readonly entries = new Map<string, Entry>();
  protected visible = false;
  private readonly task: ScheduledTask;
  private nextToken: string | undefined;
  private loadedPages = 0;
  private lastError: unknown;

  readonly onDidChange = this.changes.event;

  /** @param title - What is listed, for the log. */
  constructor(
    protected readonly clients: SdkClients,
    scheduler: Scheduler,
    title: string,
  ) {
    super();
    const local = clients.connection.kind === 'local';
    this.task = this.register(
      scheduler.add({
        name: `Listing ${title}`,
        interval: () => this.interval(local),
        run: () => this.refresh(),
        failed: (error) => this.report(error),
      }),
    );
  }

  /** Newest first. */
  get jobs(): Entry[] {
    return [...this.entries.values()].sort((a, b) => b.created - a.created || (a.name < b.name ? -1 : 1));
  }

  /** False until the first answer. */
  get isLoaded(): boolean {
    return this.loadedPages > 0;
  }

  get hasMore(): boolean {
    return this.nextToken !== undefined;
  }

  /** Why the last refresh failed, if it did; the jobs are then those of the last good answer. */
  get error(): unknown {
    return this.lastError;
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    if (!visible) this.hidden();
    this.task.trigger();
  }

  refreshNow(): void {
    this.task.trigger();
  }

  /** Once the list is up to date, or could not be asked for. */
  refreshed(): Promise<void> {
    return new Promise((resolve) => {
      const listener = this.onDidChange(() => {
        listener.dispose();
        resolve();
      });
      this.task.trigger();
    });
  }

  /** Appends the next page of older jobs. */
  async loadMore(): Promise<void> {
    if (this.nextToken === undefined) return;
    const page = await this.list(pageSize, this.nextToken);
    this.nextToken = page.nextToken;
    this.loadedPages++;
    this.take(page.jobs);
    this.changes.fire();
  }

  protected abstract list(pageSize: number, nextToken?: string): Promise<Page<Summary>>;

  /** Puts what a page says into the entries. */
  protected abstract take(jobs: readonly Summary[]): void;

  /** Asks for what a list does not say, once the list is up to date. */
  protected abstract complete(): Promise<void>;

  protected abstract isRunning(job: Entry): boolean;

  /** Lets go of what is only needed on the screen. */
  protected hidden(): void {}

  /** A hidden list goes on only for the badge, which shows how many jobs run, and only where asking costs nobody anything. */
  private interval(local: boolean): number | undefined {
    if (this.visible) return local ? 1_000 : 15_000;
    if (!local) return undefined;
    return [...this.entries.values()].some((job) => this.isRunning(job)) ? 2_000 : undefined;
  }

  private async refresh(): Promise<void> {
    const page = await this.list(pageSize);
    if (this.isDisposed) return;
    if (this.loadedPages === 0) this.nextToken = page.nextToken;
    this.loadedPages = Math.max(1, this.loadedPages);
    this.lastError = undefined;
    this.take(page.jobs);
    this.changes.fire();
    await this.complete();
  }

  private report(error: unknown): void {
    this.lastError = error;
    this.changes.fire();
  }
}
