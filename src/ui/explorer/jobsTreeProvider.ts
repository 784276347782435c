import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { hasEnded } from '../../sagemaker/trainingJobs.ts';
import type { TrainingJobEntry, TrainingJobsModel } from '../../sagemaker/trainingJobsModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, DisposableStore, type IDisposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands, contextKeys, views } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import { JobItem } from './jobItem.ts';

/** Changes that come closer together than this are drawn once. */
const coalesce = 200;

/** The Jobs view: asks only while it is visible, and starts no engine on a machine that never used one. */
export class JobsTreeProvider extends Disposable implements vscode.TreeDataProvider<vscode.TreeItem> {
  private readonly changes = this.register(new vscode.EventEmitter<vscode.TreeItem[] | undefined>());
  private readonly view: vscode.TreeView<vscode.TreeItem>;
  private bound = new DisposableStore();
  /** The jobs on show; while a lost engine is looked for, those of the last good answer. */
  private model: TrainingJobsModel | undefined;
  private readonly items = new Map<string, JobItem>();
  private readonly loadMore = loadMoreItem();
  /** The rows as they were drawn last: names in their order. */
  private drawn = '';
  private interest: IDisposable | undefined;
  private redraw: IDisposable | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly sessions: LocalSessionModel,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    super();
    this.view = this.register(
      vscode.window.createTreeView(views.jobs, { treeDataProvider: this, showCollapseAll: false }),
    );
    this.register(this.view.onDidChangeVisibility(() => this.follow()));
    this.register(sessions.onDidChange((session) => this.bind(session)));
    this.register(sessions.onDidFail((error) => (this.view.message = `Not up to date: ${messageOf(error)}`)));
    this.register({
      dispose: () => {
        this.bound.dispose();
        this.interest?.dispose();
        this.redraw?.dispose();
      },
    });
    this.follow();
  }

  /** The row that was clicked or confirmed by key. */
  get selectedJob(): string | undefined {
    const [item] = this.view.selection;
    return item instanceof JobItem ? item.job.name : undefined;
  }

  getTreeItem(element: vscode.TreeItem): vscode.TreeItem {
    return element;
  }

  getChildren(element?: vscode.TreeItem): vscode.TreeItem[] {
    if (element !== undefined || this.model === undefined) return [];
    const items: vscode.TreeItem[] = this.model.jobs.map((job) => this.itemOf(job));
    return this.model.hasMore ? [...items, this.loadMore] : items;
  }

  private itemOf(job: TrainingJobEntry): JobItem {
    const known = this.items.get(job.name);
    if (known?.id === job.arn) return known;
    const made = new JobItem(job, this.clock.now());
    this.items.set(job.name, made);
    return made;
  }

  private follow(): void {
    const visible = this.view.visible;
    this.interest?.dispose();
    this.interest = visible ? this.sessions.keepConnected() : undefined;
    this.sessions.current?.trainingJobs.setVisible(visible);
    if (visible && this.sessions.current === undefined) void this.connectIfUsed();
  }

  /** A machine without state has nothing to list; there the welcome text stands until the first run. */
  private async connectIfUsed(): Promise<void> {
    try {
      if (!(await this.sessions.hasState())) return;
      await vscode.commands.executeCommand('setContext', contextKeys.jobsLoading, true);
      await this.sessions.connect();
    } catch (error) {
      this.view.message = messageOf(error);
      this.log.error('Connecting the Jobs view', error);
      await vscode.commands.executeCommand('setContext', contextKeys.jobsLoading, false);
    }
  }

  private bind(session: Session | undefined): void {
    this.bound.dispose();
    this.bound = new DisposableStore();
    if (session === undefined) {
      this.view.badge = undefined;
      this.view.message = 'Not up to date: the local engine does not answer and is looked for.';
      return;
    }
    const model = session.trainingJobs;
    this.bound.add(
      model.onDidChange(() => {
        if (model.isLoaded) this.model = model;
        this.drawSoon();
      }),
    );
    model.setVisible(this.view.visible);
    model.refreshNow();
  }

  private drawSoon(): void {
    this.redraw ??= this.clock.schedule(() => {
      this.redraw = undefined;
      this.draw();
    }, coalesce);
  }

  private draw(): void {
    const model = this.sessions.current?.trainingJobs;
    if (model === undefined) return;
    const running = model.jobs.filter(({ status }) => !hasEnded(status)).length;
    this.view.badge = running === 0 ? undefined : { value: running, tooltip: `${running} running` };
    this.view.message = model.error === undefined ? '' : `Not up to date: ${messageOf(model.error)}`;
    if (model.isLoaded) void vscode.commands.executeCommand('setContext', contextKeys.jobsLoading, false);
    this.redrawRows(model);
  }

  /** All rows when some came or went, else only those that look different. */
  private redrawRows(model: TrainingJobsModel): void {
    const { jobs } = model;
    const now = this.clock.now();
    const changed = jobs.filter((job) => this.itemOf(job).update(job, now)).map((job) => this.itemOf(job));
    const rows = [...jobs.map(({ arn }) => arn), model.hasMore].join('\n');
    if (rows !== this.drawn) this.changes.fire(undefined);
    else if (changed.length > 0) this.changes.fire(changed);
    this.drawn = rows;
  }
}

function loadMoreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem('Load more…');
  item.id = 'loadMore';
  item.command = { command: commands.loadMoreJobs, title: 'Load more' };
  return item;
}
