import type { TreeItem } from 'vscode';
import type { ListQuery } from '../../sagemaker/resources/listQuery.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import { isBusy, type KindId } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import type { ResourceItem } from '../resources/resourceItem.ts';
import type { GroupItem, LoadMoreItem } from './groupItem.ts';
import type { LookContext } from './looks/rowLook.ts';
import { mergeRows, type MergedRows } from './mergeRows.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import type { ViewLists } from './viewLists.ts';
import { rowNames } from './rowNames.ts';
import { viewOf, type GroupSpec, type ViewSpec } from './viewSpecs.ts';

/** Rows that a group shows at first, and that *Load more…* adds. */
const pageSize = 100;
/** Rows that a view has room for; every open group counts with some. */
const screen = { all: 30, group: 10 };
/** Rows before and after one that is pointed at, which are on the screen with it. */
const around = { before: 10, after: 15 };

/** How rows are made; what is decided about them here needs no editor. */
export interface RowMaker {
  heading(id: string, label: string, isOpen: boolean): GroupItem;
  loadMore(group: string): LoadMoreItem;
  /** Stands alone where a list failed and there is nothing to show: the view's message says why, and hides the buttons of its welcome text. */
  tryAgain(): TreeItem;
  row(place: Place, kind: KindId, entry: ResourceEntry): ResourceItem;
  /** @param label - What it is called among the rows of its view. @returns Whether the row looks different now. */
  draw(item: ResourceItem, entry: ResourceEntry, context: LookContext, label: string): boolean;
}

interface Group {
  readonly spec: GroupSpec;
  readonly heading: GroupItem;
  readonly loadMore: LoadMoreItem;
  limit: number;
  /** Where its rows ended when more were asked for last. */
  goesOnAt: number | undefined;
  merged: MergedRows;
  /** The rows as they were drawn last, in their order. */
  drawn: string;
}

/** The rows of a view in their groups; those of the last good answer stay while a lost session is looked for. */
export class ViewRows {
  private readonly groups: readonly Group[];
  private readonly items = new Map<string, ResourceItem>();
  /** What somebody has pointed at or gone on to, by its key. */
  private readonly reached = new Set<string>();
  private day = '';
  private readonly tryAgain: TreeItem;
  private offersTryAgain = false;
  /** What each row is called, by its ARN. */
  private readonly labels = new Map<string, string>();

  constructor(
    spec: ViewSpec,
    private readonly maker: RowMaker,
    private place: Place,
  ) {
    this.tryAgain = maker.tryAgain();
    this.groups = spec.groups.map((group) => ({
      spec: group,
      heading: maker.heading(`${spec.view} ${group.id}`, group.label ?? '', group.isOpen),
      loadMore: maker.loadMore(group.id),
      ...unloaded(),
    }));
  }

  /** Forgets all rows; from now on they are of the place. */
  clear(place: Place): void {
    this.place = place;
    this.items.clear();
    this.reached.clear();
    this.labels.clear();
    this.offersTryAgain = false;
    for (const group of this.groups) Object.assign(group, unloaded());
  }

  get root(): TreeItem[] {
    if (this.offersTryAgain) return [this.tryAgain];
    return this.groups.flatMap((group) => {
      if (group.spec.label === undefined) return this.rowsOf(group);
      return hasRows(group) ? [group.heading] : [];
    });
  }

  below(heading: GroupItem): TreeItem[] {
    return this.groups.filter((group) => group.heading === heading).flatMap((group) => this.rowsOf(group));
  }

  /** The heading that a row stands below. */
  headingOf(item: TreeItem): GroupItem | undefined {
    const group = this.groups.find(
      ({ merged, loadMore }) =>
        item === loadMore || merged.rows.some(({ kind, entry }) => this.known(kind, entry) === item),
    );
    return group?.spec.label === undefined ? undefined : group.heading;
  }

  /** The kinds of which every row is below a closed heading. */
  get closedKinds(): KindId[] {
    const open = new Set(this.groups.filter(({ heading }) => !heading.isClosed).flatMap(({ spec }) => spec.kinds));
    return this.groups.flatMap(({ spec }) => spec.kinds.filter((kind) => !open.has(kind)));
  }

  get isEmpty(): boolean {
    return !this.groups.some(hasRows);
  }

  get hasMore(): boolean {
    return this.groups.some(hasMore);
  }

  /** The row of a resource that is shown. */
  find(kind: KindId, name: string): ResourceItem | undefined {
    return this.items.get(keyOf(kind, name));
  }

  get shown(): ResourceItem[] {
    return this.groups.flatMap(({ merged }) => merged.rows.map(({ kind, entry }) => this.item(kind, entry)));
  }

  /**
   * The names of what is likely on the screen, by kind, first to last: the editor tells nobody how far a list was scrolled. What runs and can
   * be seen is among it, and what stands around rows that were pointed at.
   * @param isAll - Whether all rows count that are drawn, however far down.
   */
  onShow(isAll: boolean): Map<KindId, string[]> {
    const names = new Map<KindId, string[]>();
    let room = screen.all;
    for (const { heading, merged } of this.groups) {
      if (heading.isClosed) continue;
      const first = Math.max(room, screen.group);
      room -= merged.rows.length;
      merged.rows.forEach(({ kind, entry }, at) => {
        if (!isAll && at >= first && !isRunning(kind, entry) && !this.reached.has(keyOf(kind, entry.name))) return;
        const known = names.get(kind);
        if (known === undefined) names.set(kind, [entry.name]);
        else known.push(entry.name);
      });
    }
    return names;
  }

  /** Somebody points at a row: it is on the screen, with those around it. @returns Whether that was not known. */
  pointAt(item: TreeItem): boolean {
    const before = this.reached.size;
    for (const { merged } of this.groups) {
      const at = merged.rows.findIndex(({ kind, entry }) => this.known(kind, entry) === item);
      if (at >= 0) this.reach(merged.rows.slice(Math.max(0, at - around.before), at + around.after));
    }
    return this.reached.size > before;
  }

  /** Shows no more than at first: what is looked for is another. */
  showFirstPage(): void {
    this.reached.clear();
    for (const group of this.groups) group.limit = pageSize;
  }

  /** @returns What tells, once more is shown, the first row behind those that the group has now. */
  endOf(groupId: string | undefined): () => ResourceItem | undefined {
    const group = this.groups.find(({ spec }) => spec.id === groupId);
    const last = group?.merged.rows.at(-1);
    return () => {
      const { rows = [] } = group?.merged ?? {};
      const next = rows[rows.findIndex(({ kind, entry }) => kind === last?.kind && entry.arn === last.entry.arn) + 1];
      return last && next && next.entry.arn !== rows[0]?.entry.arn ? this.item(next.kind, next.entry) : undefined;
    };
  }

  /** Shows another page of the group, or of all. @returns Which lists have to be loaded further for it. */
  more(groupId: string | undefined): ReadonlySet<KindId> {
    const wanting = new Set<KindId>();
    for (const group of this.groups) {
      if (groupId !== undefined && group.spec.id !== groupId) continue;
      // Whoever wants more is at the end.
      if (groupId !== undefined) group.goesOnAt = group.merged.rows.length;
      if (group.merged.rows.length >= group.limit) group.limit += pageSize;
      group.merged.wanting.forEach((kind) => wanting.add(kind));
    }
    return wanting;
  }

  /**
   * @param changed - What is news of each kind.
   * @returns `all` when groups or the rows at the root came, went or moved; else the headings whose rows did, and the rows that look different.
   */
  update(
    lists: ViewLists,
    query: ListQuery,
    context: LookContext,
    changed: ReadonlyMap<KindId, ReadonlySet<string>>,
  ): 'all' | TreeItem[] {
    const before = this.membership();
    const moved = this.groups.filter((group) => this.merge(group, lists, query));
    const day = new Date(context.now).toDateString();
    // Of what was made yesterday the date is shown, not the time.
    const isNewDay = day !== this.day;
    this.day = day;
    if (moved.length > 0 || isNewDay) this.name(context.now);
    const redrawn = this.redraw(lists, context, changed, isNewDay);
    const isOtherOffer = this.offerToTryAgain(this.isEmpty && lists.error !== undefined);
    if (moved.length > 0) this.prune(lists);
    if (isOtherOffer) return 'all';
    if (moved.length === 0) return redrawn;
    const after = this.membership();
    const isAll =
      moved.some(({ spec }) => spec.label === undefined) ||
      before.headings !== after.headings ||
      [...after.groups].some(([key, group]) => (before.groups.get(key) ?? group) !== group);
    return isAll ? 'all' : [...moved.map(({ heading }) => heading), ...redrawn];
  }

  /** @returns Whether that is news. */
  offerToTryAgain(offers: boolean): boolean {
    const isNews = offers !== this.offersTryAgain;
    this.offersTryAgain = offers;
    return isNews;
  }

  /** @returns Whether its rows came, went or moved. */
  private merge(group: Group, lists: ViewLists, query: ListQuery): boolean {
    const { kinds, accepts, isWhole = false } = group.spec;
    const sources = kinds.flatMap((kind) => {
      const list = lists.of(kind);
      return list?.isLoaded === true ? [{ kind, entries: list.entries, hasMore: !isWhole && list.hasMore }] : [];
    });
    group.merged = mergeRows(
      sources,
      query,
      group.limit,
      accepts && ((kind, { status }) => accepts(kindOf(kind).stateOf(status))),
      screen.all,
    );
    const drawn = [...group.merged.rows.map(({ entry }) => entry.arn), hasMore(group)].join('\n');
    const isSame = drawn === group.drawn;
    group.drawn = drawn;
    const { goesOnAt, merged } = group;
    if (goesOnAt !== undefined && merged.rows.length > goesOnAt) {
      this.reach(merged.rows.slice(goesOnAt, goesOnAt + screen.all));
      group.goesOnAt = undefined;
    }
    return !isSame;
  }

  private redraw(
    lists: ViewLists,
    context: LookContext,
    changed: ReadonlyMap<KindId, ReadonlySet<string>>,
    isNewDay: boolean,
  ): TreeItem[] {
    const rows = this.groups.flatMap(({ merged }) => merged.rows);
    const redrawn: TreeItem[] = rows.flatMap(({ kind, entry }) => {
      const known = this.known(kind, entry);
      const label = this.labels.get(entry.arn) ?? entry.name;
      const isDue =
        isNewDay ||
        known?.label !== label ||
        known?.contextValue === undefined ||
        changed.get(kind)?.has(entry.name) ||
        isRunning(kind, entry);
      if (!isDue) return [];
      const item = this.item(kind, entry);
      return this.maker.draw(item, entry, context, label) ? [item] : [];
    });
    const headings = this.groups.filter((group) => group.spec.isCounted && group.heading.show(countOf(group, lists)));
    return [...headings.filter(hasRows).map(({ heading }) => heading), ...redrawn];
  }

  /** Says what the rows are called; only jobs are called by a part of their names. */
  private name(now: number): void {
    this.labels.clear();
    const jobs = this.groups.flatMap(({ merged }) => merged.rows.filter(({ kind }) => viewOf(kind) === 'jobs'));
    const entries = jobs.map(({ entry }) => entry);
    rowNames(entries, now).forEach((label, at) => this.labels.set(entries[at]?.arn ?? '', label));
  }

  private reach(rows: MergedRows['rows']): void {
    for (const { kind, entry } of rows) this.reached.add(keyOf(kind, entry.name));
  }

  private rowsOf(group: Group): TreeItem[] {
    const rows: TreeItem[] = group.merged.rows.map(({ kind, entry }) => this.item(kind, entry));
    return hasMore(group) ? [...rows, group.loadMore] : rows;
  }

  private known(kind: KindId, entry: ResourceEntry): ResourceItem | undefined {
    const known = this.items.get(keyOf(kind, entry.name));
    return known?.entry.arn === entry.arn ? known : undefined;
  }

  private item(kind: KindId, entry: ResourceEntry): ResourceItem {
    const known = this.known(kind, entry);
    if (known !== undefined) return known;
    const made = this.maker.row(this.place, kind, entry);
    this.items.set(keyOf(kind, entry.name), made);
    return made;
  }

  /** Rows of what is gone go; those that may be shown again stay the same objects, as the editor wants it. */
  private prune(lists: ViewLists): void {
    for (const [key, { kind, entry }] of this.items)
      if (lists.of(kind)?.isLoaded === true && lists.find(kind, entry.name) === undefined) this.items.delete(key);
  }

  private membership(): { readonly headings: string; readonly groups: ReadonlyMap<string, Group> } {
    const groups = new Map<string, Group>();
    for (const group of this.groups) for (const { entry } of group.merged.rows) groups.set(entry.arn, group);
    return { headings: this.groups.map(hasRows).join(), groups };
  }
}

const unloaded = (): Pick<Group, 'limit' | 'goesOnAt' | 'merged' | 'drawn'> => ({
  limit: pageSize,
  goesOnAt: undefined,
  merged: { rows: [], isCut: false, wanting: [] },
  drawn: 'false',
});

const keyOf = (kind: KindId, name: string): string => `${kind} ${name}`;

const hasMore = ({ merged }: Group): boolean => merged.isCut || merged.wanting.length > 0;

const hasRows = (group: Group): boolean => group.merged.rows.length > 0 || hasMore(group);

const isRunning = (kind: KindId, { status }: ResourceEntry): boolean => isBusy(kindOf(kind).stateOf(status));

/** How many there are of all that is loaded, shown or not. */
function countAll({ kinds, accepts = () => true }: GroupSpec, lists: ViewLists): number {
  let count = 0;
  for (const kind of kinds)
    for (const { status } of lists.of(kind)?.entries ?? []) if (accepts(kindOf(kind).stateOf(status))) count++;
  return count;
}

function countOf(group: Group, lists: ViewLists): string {
  const { isCounted, isWhole, kinds } = group.spec;
  if (isWhole === true) return `${countAll(group.spec, lists)}${lists.knowRunning(kinds) ? '' : '+'}`;
  if (isCounted === 'whole' && (hasMore(group) || !lists.haveAnswered(kinds))) return '';
  return `${group.merged.rows.length}${hasMore(group) ? '+' : ''}`;
}
