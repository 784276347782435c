import * as vscode from 'vscode';
import { headOf } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { jobState, type KindId } from '../../sagemaker/resources/resourceKind.ts';
import type { S3Place } from '../../sagemaker/s3/s3Place.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type DisposableStore } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { untilAborted } from '../../shared/node/untilAborted.ts';
import { viewKeys, views } from '../contributions/ids.ts';
import { FollowedPlace, type PlaceFollower } from '../explorer/followedPlace.ts';
import { goOnAfter } from '../explorer/goOn.ts';
import { DataHead } from './dataHead.ts';
import { DataItem, MoreItem } from './dataItem.ts';
import type { DataRows } from './dataRows.ts';
import type { DataTarget } from './dataTarget.ts';
import type { FoundPlaces } from './foundPlaces.ts';

interface DataViewParts {
  readonly connections: ConnectionsModel;
  readonly clock: Clock;
  readonly found: FoundPlaces;
}

/** What writes objects when it ends. */
const writers: readonly KindId[] = ['trainingJob', 'tuningJob', 'processingJob', 'transformJob'];
/** A list that is longer is not asked for again by itself. */
const longest = 10_000;

/** The Data view: buckets and what is in them, asked for when a row is opened and never polled. */
export class DataTreeProvider extends Disposable implements vscode.TreeDataProvider<vscode.TreeItem>, PlaceFollower {
  readonly tree: vscode.TreeView<vscode.TreeItem>;
  private readonly changes = this.register(new vscode.EventEmitter<vscode.TreeItem | undefined>());
  private readonly followed: FollowedPlace;
  private readonly head: DataHead;
  /** Of the session in use. */
  private rows: Promise<DataRows> | undefined;
  /** Ends when these rows are nobody's any more. */
  private left = new AbortController();

  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly parts: DataViewParts) {
    super();
    const options = { treeDataProvider: this, canSelectMany: true, showCollapseAll: true };
    this.tree = this.register(vscode.window.createTreeView<vscode.TreeItem>(views.data, options));
    this.head = this.register(new DataHead(this.tree, parts.clock));
    this.followed = this.register(new FollowedPlace(parts.connections, this));
    this.register(this.tree.onDidChangeVisibility(({ visible }) => this.followed.setVisible(visible)));
  }

  /** Begins to follow the connection in use. */
  start(): this {
    this.followed.settle();
    this.followed.setVisible(this.tree.visible);
    return this;
  }

  /** The object whose row was clicked or confirmed by key. */
  get selectedObject(): DataTarget | undefined {
    const [item] = this.tree.selection;
    return item instanceof DataItem && item.target.kind === 'object' ? item.target : undefined;
  }

  /** Asks again for what is open of a place, without one for all; what is closed is asked for when it opens. */
  async refresh(at?: S3Place): Promise<void> {
    const rows = await this.rows;
    if (rows === undefined) return;
    for (const model of rows.loaded(at)) model.markStale();
    if (at === undefined) await rows.buckets.refresh();
    this.changes.fire(undefined);
  }

  /** More of the list whose *Load more…* was chosen, else of all that have more. */
  async loadMore(): Promise<void> {
    const { signal } = this.left;
    const rows = await this.rows;
    if (rows === undefined) return;
    const item = this.tree.selection.find((each) => each instanceof MoreItem);
    const at = item?.parent instanceof DataItem ? item.parent.target.at : undefined;
    const parent = item?.parent;
    const lists = item === undefined ? rows.unfinished : [at === undefined ? rows.buckets : rows.modelOf(at)];
    await goOnAfter(this.tree, this.parts.clock, async () => {
      const before = item && new Set((await rows.under(parent)).map(({ id }) => id));
      await vscode.window.withProgress({ location: { viewId: views.data } }, () =>
        Promise.all(lists.map((list) => list.loadMore())),
      );
      if (signal.aborted) return undefined;
      this.changes.fire(parent);
      const isNews = (row: vscode.TreeItem): boolean => row instanceof DataItem && before?.has(row.id) === false;
      const next = (await rows.under(parent)).find(isNews);
      return signal.aborted ? undefined : next;
    });
  }

  /** Shows all keys that start so above the buckets, now and when this connection is in use again; undefined takes that away. */
  async find(at: S3Place | undefined, { preserveFocus = false } = {}): Promise<void> {
    const { signal } = this.left;
    const rows = await this.rows;
    if (rows === undefined || signal.aborted) return;
    const item = rows.find(at);
    await this.parts.found.set(rows.connectionId, at);
    if (signal.aborted) return; // the next connection tells what is found in it
    await this.tellFound(at);
    if (signal.aborted) return;
    this.changes.fire(undefined);
    if (item === undefined) return;
    try {
      await this.tree.reveal(item, { expand: true, select: true, focus: !preserveFocus });
    } catch (error) {
      if (!signal.aborted) throw error; // the row went with its connection
    }
  }

  getTreeItem(element: vscode.TreeItem): vscode.TreeItem {
    return element;
  }

  getParent(element: vscode.TreeItem): vscode.TreeItem | undefined {
    return element instanceof DataItem || element instanceof MoreItem ? element.parent : undefined;
  }

  async getChildren(element?: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    const { signal } = this.left;
    const rows = await this.rows;
    if (rows === undefined) return [];
    // The editor draws nothing of the next connection while it waits for what is below a row of this one.
    const children = await untilAborted(rows.under(element), signal);
    if (children === undefined || signal.aborted) return [];
    await setKey(viewKeys('data').more, rows.unfinished.length > 0);
    if (signal.aborted) return []; // the connection may be switched meanwhile
    // Of an empty view the welcome text says so, which a message would hide.
    this.head.showLists(element === undefined && children.length === 0 ? [] : rows.lists);
    if (element !== undefined) return children;
    await setKey(viewKeys('data').loading, false);
    return children;
  }

  settle(place: Place): void {
    this.clear();
    this.head.clear();
    this.tree.description = headOf(place.choice);
    void setKey(viewKeys('data').loading, false);
    void setKey(viewKeys('data').more, false);
    void this.tellFound(undefined);
  }

  bind(session: Session, store: DisposableStore): void {
    this.tree.description = headOf(this.followed.place.choice, session.connection.region);
    this.head.clear();
    void setKey(viewKeys('data').loading, true);
    this.leave();
    this.rows = this.rowsOf(session);
    for (const kind of writers) store.add(this.whenOneEnds(session, kind));
    this.changes.fire(undefined);
  }

  lost(problem: unknown): void {
    void setKey(viewKeys('data').loading, false);
    this.head.showLost(problem === undefined ? this.followed.place.sessions.lostMessage : messageOf(problem));
  }

  connecting(): void {
    void setKey(viewKeys('data').loading, true);
  }

  private async rowsOf(session: Session): Promise<DataRows> {
    const { place } = this.followed;
    const found = this.parts.found.of(session.connection.id);
    await this.tellFound(found);
    const { DataRows: Rows } = await import('./dataRows.ts');
    const rows = new Rows(place, session, () => this.parts.clock.now());
    rows.find(found);
    return rows;
  }

  private leave(): void {
    this.left.abort();
    this.left = new AbortController();
  }

  private clear(): void {
    this.leave();
    this.rows = undefined;
    this.changes.fire(undefined);
  }

  private tellFound(at: S3Place | undefined): Thenable<void> {
    return setKey(viewKeys('data').filtered, at !== undefined);
  }

  /** A job that ended has written its outputs: what is open is asked for again. */
  private whenOneEnds(session: Session, id: KindId) {
    const list = session.lists.of(id);
    const isRunning = (name: string): boolean => jobState(list.find(name)?.status ?? '') === 'running';
    const running = new Set(list.entries.map(({ name }) => name).filter(isRunning));
    return list.onDidChange(({ names }) => {
      const ended = [...names].filter((name) => running.has(name) && !isRunning(name));
      for (const name of names) if (isRunning(name)) running.add(name);
      for (const name of ended) running.delete(name);
      if (ended.length > 0) void this.refreshShort();
    });
  }

  private async refreshShort(): Promise<void> {
    const short = (await this.rows)?.loaded().filter(({ objects }) => objects.length <= longest) ?? [];
    for (const model of short) model.markStale();
    if (short.length > 0) this.changes.fire(undefined);
  }
}

const setKey = (key: string, value: boolean): Thenable<void> =>
  vscode.commands.executeCommand('setContext', key, value);
