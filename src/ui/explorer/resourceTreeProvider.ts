import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { narrows, queryOf, type ResourceFilter } from '../../sagemaker/find/resourceFilter.ts';
import type { SlowRequests } from '../../sagemaker/requests/actionContext.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Found } from '../../sagemaker/find/foundText.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, DisposableStore, type IDisposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { untilAborted } from '../../shared/node/untilAborted.ts';
import type { FilterMemory } from '../find/filterMemory.ts';
import type { Log } from '../log.ts';
import { ResourceItem } from '../resources/resourceItem.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { badgeCount } from './badgeCount.ts';
import { FollowedPlace, type PlaceFollower } from './followedPlace.ts';
import { goOnAfter } from './goOn.ts';
import { GroupItem, LoadMoreItem } from './groupItem.ts';
import { HoverTags } from './hoverTags.ts';
import { JobItem } from './jobItem.ts';
import { LineageRows } from './lineageRows.ts';
import { listsOf, recalledLists } from './listsOf.ts';
import { NoteItem } from './noteItem.ts';
import type { LookContext } from './looks/rowLook.ts';
import { rowMaker } from './resourceRow.ts';
import type { StaleDecorations } from './staleDecorations.ts';
import { toldStale } from './toldStale.ts';
import { untilListed } from './untilListed.ts';
import { ViewHead } from './viewHead.ts';
import type { ViewLists } from './viewLists.ts';
import { ViewRows } from './viewRows.ts';
import type { ViewSpec } from './viewSpecs.ts';

/** What the views are made with. */
export interface ExplorerParts {
  readonly connections: ConnectionsModel;
  readonly clock: Clock;
  readonly log: Log;
  readonly filters: FilterMemory;
  readonly stale: StaleDecorations;
}

/** The commands of a view's rows; without arguments: VS Code drops those of a row that is redrawn while it is clicked, and the click with them. */
export interface ViewCommands {
  readonly loadMore: string;
  readonly refresh: string;
  /** Opens the training job of the selected row. */
  readonly openSelected: string;
}

/** Changes that come closer together than this are drawn once. */
const coalesce = 200;

/** A view of resources of the connection in use, in groups; what its rows open into is said by who extends it. */
export class ResourceTreeProvider extends Disposable implements PlaceFollower {
  protected readonly rows: ViewRows;
  protected readonly followed: FollowedPlace;
  private readonly lineage: LineageRows;
  private readonly tags: HoverTags;
  private readonly head: ViewHead;
  private readonly changes = this.register(new vscode.EventEmitter<vscode.TreeItem[] | undefined>());
  private readonly draws = this.register(new vscode.EventEmitter<void>());
  private lists: ViewLists | undefined;
  /** Those whose rows were drawn last. */
  private drawn: ViewLists | undefined;
  private looking = new DisposableStore();
  private asked: ResourceFilter = {};
  /** The id of that whose rows are on show; of a lost one too. */
  private connection: string | undefined;
  /** Why there is no session, where that was found out. */
  private problem: unknown;
  /** Aborted when another place is in use. */
  private left = new AbortController();
  private changed = new Map<KindId, Set<string>>();
  private redraw: IDisposable | undefined;

  readonly onDidChangeTreeData = this.changes.event;
  /** Fires when the rows are those of the last answers. */
  readonly onDidDraw = this.draws.event;

  /** @param tree - The view, which asks for its rows here. */
  constructor(
    protected readonly tree: vscode.TreeView<vscode.TreeItem>,
    readonly spec: ViewSpec,
    protected readonly parts: ExplorerParts,
    ids: ViewCommands,
  ) {
    super();
    const { connections, clock, stale } = parts;
    this.lineage = new LineageRows(() => this.context(), ids.openSelected);
    this.tags = new HoverTags(clock, parts.log);
    this.rows = new ViewRows(spec, rowMaker(ids), connections.active);
    this.head = this.register(new ViewHead(tree, spec, { clock, stale, again: () => this.tellAgain() }));
    this.followed = this.register(new FollowedPlace(connections, this));
    this.register(stale.onDidChangeFileDecorations(() => this.staleChanged()));
    this.register(tree.onDidChangeVisibility(({ visible }) => this.setVisible(visible)));
    this.register(tree.onDidChangeSelection(({ selection }) => selection.forEach((item) => this.pointAt(item))));
    this.register(tree.onDidExpandElement(({ element }) => this.setOpen(element, true)));
    this.register(tree.onDidCollapseElement(({ element }) => this.setOpen(element, false)));
    this.register({
      dispose: () => {
        this.redraw?.dispose();
        this.looking.dispose();
      },
    });
  }

  /** Begins to follow the connection in use. */
  start(): this {
    this.followed.settle();
    this.setVisible(this.tree.visible);
    return this;
  }

  /** The training job whose row was clicked or confirmed by key. */
  openSelected(): Promise<ResourceTarget | undefined> {
    const [item] = this.tree.selection;
    return Promise.resolve(item instanceof JobItem ? item.target : undefined);
  }

  /** Asks for all its lists again, and for what the open rows have to do with others. @param asker - Of a person who asked for that. */
  refresh(asker?: SlowRequests): void {
    this.lists?.refreshNow(asker);
    this.changes.fire(undefined);
  }

  get filter(): ResourceFilter {
    return this.asked;
  }

  /** How many rows stand in its groups; undefined until what is looked for now is drawn. */
  get found(): Found | undefined {
    const { lists, rows } = this;
    if (lists === undefined || this.drawn !== lists) return undefined;
    return { count: rows.shown.length, hasMore: rows.hasMore, isCertain: lists.haveAllAnswered };
  }

  /** Lists only what answers the filter, now and when this connection is in use again. */
  async setFilter(filter: ResourceFilter): Promise<void> {
    const { session } = this.followed;
    if (session === undefined || JSON.stringify(filter) === JSON.stringify(this.asked)) return;
    this.asked = filter;
    this.rows.showFirstPage();
    this.look(session);
    this.draws.fire(); // what was found is no longer it
    await this.parts.filters.set(session.connection.id, this.spec.view, filter);
  }

  /** Another page of the group whose *Load more…* was chosen, else of all groups. */
  async loadMore(): Promise<void> {
    const { lists } = this;
    if (lists === undefined) return;
    const [item] = this.tree.selection;
    const group = item instanceof LoadMoreItem ? item.group : undefined;
    await goOnAfter(this.tree, this.parts.clock, async () => {
      const next = this.rows.endOf(group);
      await Promise.all([...this.rows.more(group)].map(async (kind) => lists.of(kind)?.loadMore()));
      this.draw(); // the editor finds rows that it has drawn
      return next();
    });
  }

  /** Opens the view at a resource, a tuning job with its training jobs; the focus stays where it is. @returns False where its place is not the listed one. */
  async reveal({ place, kind, name }: ResourceTarget): Promise<boolean> {
    const { sessions } = this.followed.place;
    if (sessions !== place.sessions) return false;
    const { lists } = await sessions.connect();
    // What was just made is to be seen, whatever was looked for before.
    if (narrows(this.filter)) await this.setFilter({});
    await untilListed(lists, { kind, name }, this.spec.waitsFor);
    this.draw(); // the editor finds rows that it has drawn
    const row = this.rows.find(kind, name);
    if (row === undefined) return false;
    await this.tree.reveal(row, { expand: kind === 'tuningJob', select: true, focus: false });
    return true;
  }

  async getChildren(element?: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    // The editor draws nothing of the next connection while it waits for what is below a row of this one.
    const rows = (await untilAborted(this.rowsOf(element), this.left.signal)) ?? [];
    this.tellStale(rows);
    return rows;
  }

  getParent(element: vscode.TreeItem): vscode.TreeItem | undefined {
    return this.lineage.parentOf(element) ?? this.rows.headingOf(element);
  }

  /** What is told where a row is pointed at is made only then. */
  async resolveTreeItem(item: vscode.TreeItem): Promise<vscode.TreeItem> {
    this.pointAt(item);
    if (isResource(item)) item.tooltip = item.hover(await this.tags.of(item));
    return item;
  }

  settle(place: Place): void {
    this.left.abort();
    this.left = new AbortController();
    this.looking.dispose();
    this.lists = undefined;
    this.connection = undefined;
    this.asked = {};
    this.problem = undefined;
    this.rows.clear(place);
    this.lineage.clear();
    this.head.clear();
    this.head.describe(place.choice, this.asked);
    this.changes.fire(undefined);
  }

  bind(session: Session, store: DisposableStore): void {
    // The same profile may lead to another account by now.
    if (this.connection !== undefined && this.connection !== session.connection.id) this.settle(this.followed.place);
    this.connection = session.connection.id;
    this.problem = undefined;
    this.asked = this.parts.filters.get(session.connection.id, this.spec.view);
    store.add(session.prices.onDidChange(() => this.redrawAll()));
    for (const kind of ['model', 'endpoint'] as const)
      store.add(
        session.lists.of(kind).onDidChange(({ isNewOrder }) => {
          if (isNewOrder && this.lineage.open.length > 0) this.changes.fire(this.lineage.open);
        }),
      );
    store.add({
      dispose: () => {
        this.looking.dispose();
        this.lists = undefined;
      },
    });
    // Behind a closed view only the badge is of interest, and only where asking costs nobody anything.
    this.look(session, this.tree.visible || session.connection.kind === 'local');
  }

  lost(problem: unknown): void {
    if (problem !== undefined) this.parts.log.error(`Connecting the view of ${this.spec.plural}`, problem);
    this.problem = problem;
    const { lost } = this.followed.place.sessions;
    if (lost === undefined || this.connection !== undefined) return this.tellLost();
    void this.recall(lost).then(() => this.tellAgain());
  }

  /** Before anything was drawn: the rows that were kept of the account that cannot be reached, as they were. */
  private async recall(lost: Session): Promise<void> {
    const { signal } = this.left;
    this.connection = lost.connection.id;
    this.asked = this.parts.filters.get(this.connection, this.spec.view);
    this.head.describe(this.followed.place.choice, this.asked, lost.connection.region);
    const lists = await recalledLists(lost, this.spec, this.asked, this.parts.clock);
    if (!signal.aborted && this.followed.session === undefined) this.drawLists(lists, lost);
    lists.dispose();
  }

  connecting(): void {
    this.head.setLoading(true);
  }

  /** The rows below a resource's row. */
  protected async childrenOf(element: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    const { session } = this.followed;
    if (session === undefined) return [];
    try {
      return await this.lineage.below(element, session);
    } catch (error) {
      this.parts.log.error(`What ${element.id ?? ''} has to do with others`, error);
      return [new NoteItem(`${element.id ?? ''} > problem`, messageOf(error), { icon: 'warning' })];
    }
  }

  /** What was drawn below the rows of the groups. */
  protected get drawnBelow(): vscode.TreeItem[] {
    return this.lineage.drawn;
  }

  /** What below the rows of the groups is to be drawn anew. */
  protected updateBelow(): vscode.TreeItem[] {
    return [];
  }

  /** A row was opened or closed by the user. */
  protected setOpen(element: vscode.TreeItem, isOpen: boolean): void {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    // A row that moves to another group stays as it was.
    element.collapsibleState = isOpen ? Expanded : Collapsed;
    this.lineage.setOpen(element, isOpen);
    this.lists?.setClosed(this.rows.closedKinds);
    if (element instanceof GroupItem) this.drawSoon();
  }

  protected context(): LookContext {
    const { session } = this.followed;
    return {
      now: this.parts.clock.now(),
      price: (type, use, count) => session?.prices.hourly(type, use, count) ?? { kind: 'unknown' },
    };
  }

  /** Draws what is news now. */
  protected draw(): void {
    const { lists } = this;
    const { session } = this.followed;
    if (lists === undefined || session === undefined) return;
    if (!lists.haveShown(this.spec.waitsFor)) return this.head.showLooking(lists, this.rows.isEmpty);
    this.drawLists(lists, session);
  }

  private drawLists(lists: ViewLists, session: Session): void {
    const { changed } = this;
    this.changed = new Map();
    this.drawn = lists;
    const due = this.rows.update(lists, queryOf(this.asked, 0), this.context(), changed);
    lists.setOnShow(this.rows.onShow(session.connection.kind === 'local'));
    this.head.showMore(this.rows.hasMore);
    this.head.showBadge(badgeCount(this.spec, (kind) => session.lists.of(kind)));
    this.head.showLists(lists, this.rows.isEmpty, this.connection, this.followed.place.choice);
    const below = this.updateBelow();
    if (due === 'all') this.changes.fire(undefined);
    else if (due.length + below.length > 0) this.changes.fire([...due, ...below]);
    this.draws.fire();
  }

  private async rowsOf(element: vscode.TreeItem | undefined): Promise<vscode.TreeItem[]> {
    if (element === undefined) return this.rows.root;
    return element instanceof GroupItem ? this.rows.below(element) : this.childrenOf(element);
  }

  /** Rows that are greyed, or are no longer, are sent once more: a screen reader is to hear it. */
  private staleChanged(): void {
    const news = this.tellStale([...this.rows.shown, ...this.drawnBelow]);
    if (news.length > 0) this.changes.fire(news);
  }

  /** @returns The rows of which it is news whether they are up to date. */
  private tellStale(rows: readonly vscode.TreeItem[]): vscode.TreeItem[] {
    return toldStale(rows.filter(isResource), this.rows.shown, ({ uri }) => this.parts.stale.isStale(uri));
  }

  private setVisible(visible: boolean): void {
    this.followed.setVisible(visible);
    this.lists?.setVisible(visible);
  }

  /** Follows the lists that the filter asks for. @param isWanted - Whether they are asked at once, however fresh what they know is. */
  private look(session: Session, isWanted = false): void {
    this.looking.dispose();
    this.looking = new DisposableStore();
    const lists = this.looking.add(listsOf(session, this.spec, this.asked, this.parts.clock));
    this.lists = lists;
    lists.setQuery(queryOf(this.asked, this.parts.clock.now()));
    lists.setClosed(this.rows.closedKinds);
    // Nothing is described before it is drawn.
    lists.setOnShow(this.rows.onShow(session.connection.kind === 'local'));
    this.looking.add(
      lists.onDidChange(({ kind, change }) => {
        const names = this.changed.get(kind) ?? new Set();
        change.names.forEach((name) => names.add(name));
        this.changed.set(kind, names);
        this.drawSoon();
      }),
    );
    // Before they are seen: what is asked for that has answered this too.
    if (isWanted) lists.refreshNow();
    lists.setVisible(this.tree.visible);
    this.head.describe(this.followed.place.choice, this.asked, session.connection.region);
    this.head.setLoading(!lists.haveAllAnswered);
    this.drawSoon();
  }

  private pointAt(item: vscode.TreeItem): void {
    if (this.rows.pointAt(item)) this.drawSoon();
  }

  private drawSoon(): void {
    this.redraw ??= this.parts.clock.schedule(() => {
      this.redraw = undefined;
      this.draw();
    }, coalesce);
  }

  private tellAgain(): void {
    if (this.lists === undefined) this.tellLost();
    else this.drawSoon();
  }

  private tellLost(): void {
    const { choice, sessions } = this.followed.place;
    const isGreeted = this.rows.isEmpty && choice.kind !== 'local';
    const reason = this.problem === undefined ? sessions.lostMessage : messageOf(this.problem);
    if (this.rows.offerToTryAgain(false)) this.changes.fire(undefined);
    this.head.showLost(isGreeted ? '' : reason, this.rows.isEmpty, this.connection);
  }

  private redrawAll(): void {
    for (const { kind, entry } of this.rows.shown)
      this.changed.set(kind, (this.changed.get(kind) ?? new Set()).add(entry.name));
    this.drawSoon();
  }
}

const isResource = (item: vscode.TreeItem): item is ResourceItem => item instanceof ResourceItem;
