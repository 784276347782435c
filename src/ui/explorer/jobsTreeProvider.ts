import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { describeTuningJob, newestTrainingJobOf } from '../../sagemaker/tuningJobs.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, DisposableStore, type IDisposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands, contextKeys, views } from '../contributions/ids.ts';
import { JobTarget } from '../jobs/jobTarget.ts';
import type { Log } from '../log.ts';
import { JobItem } from './jobItem.ts';
import { JobRows } from './jobRows.ts';
import { TunedJobItem } from './tunedJobItem.ts';
import { TuningBranches } from './tuningBranches.ts';
import { TuningItem } from './tuningItem.ts';

/** Changes that come closer together than this are drawn once. */
const coalesce = 200;

/** The Jobs view, of the connection in use: asks only while it is visible, and starts no engine on a machine that never used one. */
export class JobsTreeProvider extends Disposable implements vscode.TreeDataProvider<vscode.TreeItem> {
  private readonly changes = this.register(new vscode.EventEmitter<vscode.TreeItem[] | undefined>());
  private readonly view: vscode.TreeView<vscode.TreeItem>;
  /** What belongs to the connection in use. */
  private placed = new DisposableStore();
  private bound = new DisposableStore();
  private readonly rows: JobRows;
  private readonly branches: TuningBranches;
  private readonly loadMore = loadMoreItem();
  private interest: IDisposable | undefined;
  private redraw: IDisposable | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly connections: ConnectionsModel,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    super();
    this.rows = new JobRows(clock);
    this.branches = this.register(new TuningBranches(clock));
    this.view = this.register(
      vscode.window.createTreeView(views.jobs, { treeDataProvider: this, showCollapseAll: false }),
    );
    this.register(this.view.onDidChangeVisibility(() => this.follow()));
    this.register(
      this.view.onDidCollapseElement(({ element }) => {
        if (element instanceof TuningItem) this.branches.close(element.job.name);
      }),
    );
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

  /** Opens the row that was clicked or confirmed by key. @returns The training job to show: for a tuning job its best one so far, else its newest. */
  async openSelected(): Promise<JobTarget | undefined> {
    const [item] = this.view.selection;
    const place = this.connections.active;
    if (item instanceof JobItem) return new JobTarget(place, item.job.name);
    if (!(item instanceof TuningItem)) return undefined;
    void this.view.reveal(item, { expand: true });
    const { name, best } = item.job;
    if (best !== undefined) return new JobTarget(place, best.jobName);
    const { clients } = await place.sessions.connect();
    // What is listed of an old tuning job may not have been told its best one yet.
    const { BestTrainingJob: told } = await describeTuningJob(clients, name);
    const shown = told?.TrainingJobName ?? (await newestTrainingJobOf(clients, name));
    if (shown !== undefined) return new JobTarget(place, shown);
    void vscode.window.showInformationMessage(`SageMaker: ${name} has no training job yet; they appear below it.`);
    return undefined;
  }

  /** Opens the view at a tuning job, and the job in it; the focus stays where it is. @returns False where its place is not the listed one. */
  async revealTuningJob({ place, name }: JobTarget): Promise<boolean> {
    const { sessions } = this.connections.active;
    if (sessions !== place.sessions) return false;
    const { tuningJobs: models, trainingJobs } = await sessions.connect();
    const isListed = (): boolean => models.find(name) !== undefined && trainingJobs.isLoaded;
    // A list that is on its way may be older than the job.
    for (let tries = 0; tries < 3 && !isListed(); tries++)
      await Promise.all([models.refreshed(), trainingJobs.refreshed()]);
    const entry = models.find(name);
    if (entry === undefined) return false;
    this.draw(); // the editor finds rows that it has drawn
    await this.view.reveal(this.rows.tuningItem(entry), { expand: true, select: true, focus: false });
    return true;
  }

  getTreeItem(element: vscode.TreeItem): vscode.TreeItem {
    return element;
  }

  async getChildren(element?: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    if (element === undefined) return this.rows.hasMore ? [...this.rows.items, this.loadMore] : this.rows.items;
    const models = this.sessions.current?.tuningJobs;
    if (!(element instanceof TuningItem) || models === undefined) return [];
    return this.branches.open(element, models);
  }

  getParent(element: vscode.TreeItem): vscode.TreeItem | undefined {
    return element instanceof TunedJobItem ? this.branches.parentOf(element) : undefined;
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
    this.rows.clear();
    this.branches.clear();
    this.view.message = '';
    this.view.badge = undefined;
    this.view.description = describe(this.connections.active.choice);
    this.changes.fire(undefined);
    this.follow();
    if (sessions.current !== undefined) this.bind(sessions.current);
  }

  private follow(): void {
    const visible = this.view.visible;
    this.interest?.dispose();
    this.interest = visible ? this.sessions.keepConnected() : undefined;
    const { current } = this.sessions;
    if (current !== undefined) setVisible(current, visible);
    // Behind a closed view an account is not asked any more, so nobody knows how many of its jobs run.
    if (!visible && this.connections.active.choice.kind !== 'local') this.view.badge = undefined;
    if (visible && current === undefined) void this.connectIfUsed(this.sessions);
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
    this.branches.follow(session.tuningJobs);
    for (const model of [session.trainingJobs, session.tuningJobs])
      this.bound.add(model.onDidChange(() => this.drawSoon()));
    // A list that is no longer on show is no longer asked for.
    this.bound.add({ dispose: () => setVisible(session, false) });
    setVisible(session, this.view.visible);
    session.trainingJobs.refreshNow();
    session.tuningJobs.refreshNow();
    this.drawSoon();
  }

  private drawSoon(): void {
    this.redraw ??= this.clock.schedule(() => {
      this.redraw = undefined;
      this.draw();
    }, coalesce);
  }

  private draw(): void {
    const session = this.sessions.current;
    if (session === undefined) return;
    const error = session.trainingJobs.error ?? session.tuningJobs.error ?? this.branches.error;
    this.view.message = error === undefined ? '' : `Not up to date: ${messageOf(error)}`;
    const changed = this.rows.update(session);
    const { running } = this.rows;
    this.view.badge = running === 0 ? undefined : { value: running, tooltip: `${running} running` };
    if (this.rows.isLoaded) void vscode.commands.executeCommand('setContext', contextKeys.jobsLoading, false);
    const below = this.branches.update();
    if (changed === 'all') this.changes.fire(undefined);
    else if (changed.length + below.length > 0) this.changes.fire([...changed, ...below]);
  }
}

function setVisible({ trainingJobs, tuningJobs }: Session, visible: boolean): void {
  tuningJobs.setVisible(visible);
  trainingJobs.setVisible(visible);
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
