import {
  maxLogLines,
  viewMessage,
  type HostMessage,
  type LogWindow,
  type ViewMessage,
} from '../protocol/trainingJobPanel.ts';
import type { Clock } from '../shared/clock.ts';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import type { Connection } from './connection.ts';
import { problemText, reasonText } from './serviceProblem.ts';
import { jobFacts, jobStatus } from './trainingJobMessages.ts';
import type { TrainingJobWatch, WatchChange } from './trainingJobWatch.ts';

/** Patches that come closer together than this are sent as one. */
const patchEvery = 100;

/** What the feed asks of whoever owns it. */
export interface FeedOwner {
  readonly connection: Connection;
  post(message: HostMessage): void;
  stop(): void;
}

interface SeriesWindow {
  readonly width: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Feeds one view of a training job: a snapshot when it is ready, patches from then on. */
export class TrainingJobFeed extends Disposable {
  private width = 0;
  private readonly windows = new Map<string, SeriesWindow>();
  private readonly dirtyGroups = new Set<string>();
  private statusDirty = false;
  private sentLines = 0;
  /** What the view knows of how far the log was read. */
  private sentExtent = '';
  private hasSnapshot = false;
  private pending: IDisposable | undefined;
  private seriesListener: IDisposable | undefined;

  constructor(
    private readonly watch: TrainingJobWatch,
    private readonly clock: Clock,
    private readonly owner: FeedOwner,
  ) {
    super();
    this.register(watch.onDidChange((change) => this.note(change)));
    this.register(watch.onDidFail((error) => this.tell(error)));
    this.register({
      dispose: () => {
        this.pending?.dispose();
        this.seriesListener?.dispose();
      },
    });
  }

  /** Takes a message of the view; throws when it is not of the protocol. */
  receive(raw: unknown): void {
    const message: ViewMessage = viewMessage(raw, 'message');
    switch (message.type) {
      case 'ready':
        this.width = message.width;
        this.hasSnapshot = false;
        this.sendSnapshot();
        break;
      case 'requestSeries':
        this.windows.set(message.group, { width: message.width, from: message.from, to: message.to });
        this.dirtyGroups.add(message.group);
        this.flush();
        break;
      case 'requestLog':
        this.send({ type: 'log', log: this.logWindow(message.start, message.count) });
        break;
      case 'stop':
        this.owner.stop();
        break;
    }
  }

  private tell(error: unknown): void {
    if (this.hasSnapshot) this.sendNewLines();
    this.send({ type: 'error', message: problemText(error) });
  }

  private note(change: WatchChange): void {
    this.listenToSeries();
    if (this.width === 0) return;
    if (!this.hasSnapshot) return this.sendSnapshot();
    this.statusDirty ||= change.job;
    this.pending ??= this.clock.schedule(() => this.flush(), patchEvery);
  }

  private listenToSeries(): void {
    const model = this.watch.metrics;
    this.seriesListener ??= model?.onDidChange((groups) => groups.forEach((group) => this.dirtyGroups.add(group)));
  }

  private sendSnapshot(): void {
    const { job, metrics, lines } = this.watch;
    if (job === undefined || metrics === undefined) return;
    this.listenToSeries();
    this.hasSnapshot = true;
    this.dirtyGroups.clear();
    this.sentLines = lines.length;
    this.sentExtent = JSON.stringify(this.logExtent());
    this.send({
      type: 'snapshot',
      job: jobFacts(job, this.owner.connection, this.watch.metricProblems),
      status: jobStatus(job, this.clock.now()),
      metrics: metrics.summaries(),
      groups: metrics.groups.flatMap((group) => this.bucketsOf(group)),
      log: this.logWindow(lines.length - maxLogLines, maxLogLines),
    });
  }

  private flush(): void {
    this.pending?.dispose();
    this.pending = undefined;
    const { job, metrics } = this.watch;
    if (job === undefined || metrics === undefined) return;
    if (this.statusDirty) this.send({ type: 'status', status: jobStatus(job, this.clock.now()) });
    this.statusDirty = false;
    if (this.dirtyGroups.size > 0) {
      const groups = [...this.dirtyGroups].flatMap((group) => this.bucketsOf(group));
      this.dirtyGroups.clear();
      this.send({ type: 'series', metrics: metrics.summaries(), groups });
    }
    this.sendNewLines();
  }

  private sendNewLines(): void {
    const { length } = this.watch.lines;
    const extent = JSON.stringify(this.logExtent());
    if (length <= this.sentLines && extent === this.sentExtent) return;
    const start = Math.max(this.sentLines, length - maxLogLines);
    this.send({ type: 'log', log: this.logWindow(start, maxLogLines) });
    this.sentLines = length;
    this.sentExtent = extent;
  }

  /** How far the log was read. */
  private logExtent(): Pick<LogWindow, 'isWhole' | 'problem'> {
    const { isComplete, logError } = this.watch;
    return { isWhole: isComplete, ...(logError === undefined ? {} : { problem: `${reasonText(logError)}.` }) };
  }

  private bucketsOf(group: string) {
    const buckets = this.watch.metrics?.buckets(group, this.windows.get(group) ?? { width: this.width });
    return buckets === undefined ? [] : [{ ...buckets, series: [...buckets.series] }];
  }

  private logWindow(start: number, count: number): LogWindow {
    const first = Math.max(0, start);
    const lines = this.watch.lines
      .slice(first, first + count)
      .map(({ timestamp, message }) => ({ timestamp, message }));
    return { total: this.watch.lines.length, start: first, lines, ...this.logExtent() };
  }

  private send(message: HostMessage): void {
    this.owner.post(message);
  }
}
