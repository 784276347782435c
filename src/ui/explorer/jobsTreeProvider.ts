import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { hasEnded } from '../../sagemaker/trainingJobs.ts';
import type { TrainingJobEntry, TrainingJobsModel } from '../../sagemaker/trainingJobsModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, DisposableStore, type IDisposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands, contextKeys, views } from '../contributions/ids.ts';
import { JobTarget } from '../jobs/jobTarget.ts';
import type { Log } from '../log.ts';
import { JobItem } from './jobItem.ts';

/** Changes that come closer together than this are drawn once. */
const coalesce = 200;

/** The Jobs view, of the connection in use: asks only while it is visible, and starts no engine on a machine that never used one. */
export class JobsTreeProvider extends Disposable implements vscode.TreeDataProvider<vscode.TreeItem> {
  private readonly changes = this.register(new vscode.EventEmitter<vscode.TreeItem[] | undefined>());
  private readonly view: vscode.TreeView<vscode.TreeItem>;
  /** What belongs to the connection in use. */
  private placed = new DisposableStore();
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
    private readonly connections: ConnectionsModel,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    super();
    this.view = this.register(
      vscode.window.createTreeView(views.jobs, { treeDataProvider: this, showCollapseAll: false }),
    );
    this.register(this.view.onDidChangeVisibility(() => this.follow()));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.follow()));
    this.register(connections.onDidSwitch(() => this.settle()));
    this.register({
      dispose: () => {
        this.placed.dispose();
        this.bound.dispose();
        this.interest?.dispose();
        this.redraw?.dispose();
      },
    });
    this.settle();
  }

  /** The row that was clicked or confirmed by key. */
  get selectedJob(): JobTarget | undefined {
    const [item] = this.view.selection;
    return item instanceof JobItem ? new JobTarget(this.connections.active, item.job.name) : undefined;
  }

  getTreeItem(element: vscode.TreeItem): vscode.TreeItem {
    return element;
  }

  getChildren(element?: vscode.TreeItem): vscode.TreeItem[] {
    if (element !== undefined || this.model === undefined) return [];
    const items: vscode.TreeItem[] = this.model.jobs.map((job) => this.itemOf(job));
    return this.model.hasMore ? [...items, this.loadMore] : items;
  }

  private get sessions(): SessionSource {
    return this.connections.active.sessions;
  }

  /** Shows the connection in use, and nothing of the one before. */
  private settle(): void {
    this.placed.dispose();
    this.bound.dispose();
    this.placed = new DisposableStore();
    const { sessions } = this;
    this.placed.add(sessions.onDidChange((session) => this.bind(session)));
    this.placed.add(sessions.onDidFail((error) => (this.view.message = `Not up to date: ${messageOf(error)}`)));
    this.model = undefined;
    this.items.clear();
    this.drawn = '';
    this.view.message = '';
    this.view.badge = undefined;
    this.view.description = describe(this.connections.active.choice);
    this.changes.fire(undefined);
    this.follow();
    if (sessions.current !== undefined) this.bind(sessions.current);
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
    // Behind a closed view an account is not asked any more, so nobody knows how many of its jobs run.
    if (!visible && this.connections.active.choice.kind !== 'local') this.view.badge = undefined;
    if (visible && this.sessions.current === undefined) void this.connectIfUsed(this.sessions);
  }

  /** A machine without state has nothing to list; there the welcome text stands until the first run. */
  private async connectIfUsed(sessions: SessionSource): Promise<void> {
    try {
      if (!(await sessions.hasState())) return;
      await vscode.commands.executeCommand('setContext', contextKeys.jobsLoading, true);
      await sessions.connect({ quiet: true });
    } catch (error) {
      if (sessions === this.sessions) this.view.message = messageOf(error);
      this.log.error('Connecting the Jobs view', error);
      await vscode.commands.executeCommand('setContext', contextKeys.jobsLoading, false);
    }
  }

  private bind(session: Session | undefined): void {
    this.bound.dispose();
    this.bound = new DisposableStore();
    if (session === undefined) {
      this.view.badge = undefined;
      this.view.message = this.sessions.lostMessage;
      return;
    }
    this.view.message = '';
    const model = session.trainingJobs;
    if (model.isLoaded) this.model = model;
    this.bound.add(
      model.onDidChange(() => {
        if (model.isLoaded) this.model = model;
        this.drawSoon();
      }),
    );
    // A list that is no longer on show is no longer asked for.
    this.bound.add({ dispose: () => model.setVisible(false) });
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

/** What stands beside the view's title. */
function describe(choice: ConnectionChoice): string {
  if (choice.kind === 'local') return '';
  return choice.kind === 'profile' ? choice.profile : 'environment';
}

function loadMoreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem('Load more…');
  item.id = 'loadMore';
  item.command = { command: commands.loadMoreJobs, title: 'Load more' };
  return item;
}
