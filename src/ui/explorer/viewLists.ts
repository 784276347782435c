import type { ListQuery } from '../../sagemaker/resources/listQuery.ts';
import { untilLeft, type SlowRequests } from '../../sagemaker/requests/actionContext.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import type { ListChange, ResourceListModel } from '../../sagemaker/resources/resourceListModel.ts';
import { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';

/** A kind of which the last request failed. */
export interface FailedKind {
  readonly kind: KindId;
  readonly error: unknown;
  /** When it was last up to date, in epoch milliseconds. */
  readonly asOf: number | undefined;
}

/** The lists behind one view while one session lasts: what of them is followed, and what is known about how current they are. */
export class ViewLists extends Disposable {
  private readonly changes = this.register(new Emitter<{ readonly kind: KindId; readonly change: ListChange }>());
  private readonly lists: ReadonlyMap<KindId, ResourceListModel>;
  /** What this account may not list, or does not have: not asked for again until somebody says so. */
  private readonly refused = new Set<KindId>();
  private closed: ReadonlySet<KindId> = new Set();
  private visible = false;
  /** Aborted when these lists are no longer those of the view: another place is in use, or something else is looked for. */
  private readonly left = new AbortController();

  readonly onDidChange = this.changes.event;

  /** @param own - Those that nobody else follows: they go with these. */
  constructor(lists: ReadonlyMap<KindId, ResourceListModel>, own: readonly ResourceListModel[] = []) {
    super();
    own.forEach((list) => this.register(list));
    this.lists = lists;
    for (const [kind, list] of lists)
      this.register(
        list.onDidChange((change) => {
          this.noteRefusal(kind, list);
          this.changes.fire({ kind, change });
        }),
      );
    // A list that is no longer on show is no longer asked for.
    this.register({ dispose: () => lists.forEach((list) => list.setVisible(false)) });
    this.register({ dispose: () => this.left.abort() });
  }

  of(kind: KindId): ResourceListModel | undefined {
    return this.refused.has(kind) ? undefined : this.lists.get(kind);
  }

  find(kind: KindId, name: string): ResourceEntry | undefined {
    return this.of(kind)?.find(name);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.apply();
    if (!visible) return;
    for (const kind of this.closed) if (!this.haveAnswered([kind])) this.of(kind)?.refreshNow();
  }

  /** Lists whose rows nobody sees are looked at once, not followed. */
  setClosed(kinds: readonly KindId[]): void {
    this.closed = new Set(kinds);
    this.apply();
  }

  setQuery(query: ListQuery): void {
    for (const [kind, list] of this.lists) {
      // A list need not ask anew for being told the same again.
      if (JSON.stringify(list.query) === JSON.stringify(query)) continue;
      list.setQuery(query);
      if (this.visible && this.closed.has(kind)) list.refreshNow();
    }
  }

  /** Asks for everything again, what was refused included. @param asker - Of a person who asked for these lists. */
  refreshNow(asker?: SlowRequests): void {
    this.refused.clear();
    this.apply();
    const shown = asker && untilLeft(asker, this.left.signal);
    for (const list of this.lists.values()) list.refreshNow(shown);
  }

  /** Says what of each kind is likely on the screen, first to last. */
  setOnShow(names: ReadonlyMap<KindId, readonly string[]>): void {
    for (const [kind, list] of this.lists) list.setOnShow(names.get(kind) ?? []);
  }

  /** Whether there is something to show of each of these kinds, or an answer that there is not. */
  haveShown(kinds: Iterable<KindId>): boolean {
    return [...kinds].every((kind) => {
      const list = this.lists.get(kind);
      return list === undefined || list.isLoaded || list.error !== undefined;
    });
  }

  /** Whether each of these kinds was asked for what is looked for now, with whatever success. */
  haveAnswered(kinds: Iterable<KindId>): boolean {
    return [...kinds].every((kind) => this.refused.has(kind) || this.lists.get(kind)?.isAnswered !== false);
  }

  /** Whether all is known of these kinds that runs and answers what is looked for. */
  knowRunning(kinds: Iterable<KindId>): boolean {
    return this.haveAnswered(kinds) && [...kinds].every((kind) => this.of(kind)?.knowsRunning !== false);
  }

  get haveAllAnswered(): boolean {
    return this.haveAnswered(this.lists.keys());
  }

  /** Why some list is not up to date; a refusal counts where all were refused. */
  get error(): unknown {
    return this.failed[0]?.error;
  }

  /** The kinds that are not up to date for a reason; a refusal counts where all were refused. */
  get failed(): FailedKind[] {
    const isAllRefused = this.refused.size === this.lists.size;
    return [...this.lists]
      .filter(([kind, { error }]) => error !== undefined && (isAllRefused || !this.refused.has(kind)))
      .map(([kind, { error, asOf }]) => ({ kind, error, asOf }));
  }

  /** Whether nothing that the view follows is up to date. */
  get haveAllFailed(): boolean {
    return this.followed.every(({ error }) => error !== undefined);
  }

  /** When the oldest of the lists that the view follows was last up to date, in epoch milliseconds. */
  get asOf(): number | undefined {
    const times = this.followed.flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf]));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** The kinds whose entries may no longer be so; where all that is followed failed, no row looks as if it were up to date. */
  get stale(): KindId[] {
    if (this.error !== undefined && this.haveAllFailed) return [...this.lists.keys()];
    return [...this.lists].filter(([, { isStale }]) => isStale).map(([kind]) => kind);
  }

  /** What is asked again and again; where all groups are closed, what was looked at. */
  private get followed(): ResourceListModel[] {
    const open = [...this.lists].filter(([kind]) => !this.refused.has(kind) && !this.closed.has(kind));
    return open.length === 0 ? this.served : open.map(([, list]) => list);
  }

  private get served(): ResourceListModel[] {
    return [...this.lists].filter(([kind]) => !this.refused.has(kind)).map(([, list]) => list);
  }

  private apply(): void {
    for (const [kind, list] of this.lists)
      list.setVisible(this.visible && !this.closed.has(kind) && !this.refused.has(kind));
  }

  private noteRefusal(kind: KindId, list: ResourceListModel): void {
    if (!isRefusal(list.error) || this.refused.has(kind)) return;
    // The scheduler has logged why.
    this.refused.add(kind);
    list.setVisible(false);
  }
}

/** Whether a place does not list a kind at all: no permission, or an operation that it does not have. */
export function isRefusal(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return /^(AccessDenied|UnknownOperation|UnauthorizedOperation|NotImplemented|InvalidAction)/.test(name);
}
