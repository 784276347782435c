import type { Clock } from '../../shared/clock.ts';
import { isMissing, isTokenProblem } from '../awsErrors.ts';
import type { CachedList } from '../cache/listCache.ts';
import type { SdkClients } from '../clients.ts';
import type { KnownResource, KnownResources, ListChange } from './knownResources.ts';
import { ListPages, pageSize } from './listPages.ts';
import { servedPart, type ListPage, type ListQuery } from './listQuery.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import type { ResourceKind } from './resourceKind.ts';

/** What was changed at the same moment as the newest that is known is asked for again. */
const overlap = 1_000;
/** Where the service has not told a time of its own yet, changes are asked for since so long before now: clocks differ. */
const clockMargin = 15 * 60_000;
/** Resources beyond the first page that are looked at in one round because a list no longer shows them. */
const doubtsPerRound = 20;

/** How far a list was loaded. */
interface Paging {
  readonly nextToken: string | undefined;
  readonly loaded: number;
  readonly oldest: number | undefined;
}

const nowhere: Paging = { nextToken: undefined, loaded: 0, oldest: undefined };
/** Pages of what is known already that are passed over at once. */
const knownPages = 5;

/**
 * Keeps what is known of a list up to date with few requests: what was changed since the last time, now and then the first page, which
 * shows what is gone, and with each first page one more of those that were loaded.
 */
export class ListReader<E extends ResourceEntry> {
  private readonly pages: ListPages<E>;
  private nextToken: string | undefined;
  /** Pages that are known without a gap. */
  private loaded = 0;
  /** When the last resource of them was made. */
  private oldest: number | undefined;
  /** Where the look for what is gone beyond the first page goes on. */
  private sweep: { readonly token: string; readonly after: E | undefined } | undefined;
  /** The last three of the whole list, while something is looked for. */
  private whole: Paging = nowhere;
  private hasActive = false;
  /** Whether what runs or serves was found whole, here or by another window. */
  private hasAllActive = false;
  private lastFull = -Infinity;
  /** Changes until then are known, by the service's clock. */
  private since: number | undefined;

  constructor(
    private readonly kind: ResourceKind<E>,
    private readonly clients: SdkClients,
    private readonly clock: Clock,
    private readonly known: KnownResources<E>,
  ) {
    this.pages = new ListPages(kind, clients);
  }

  get hasMore(): boolean {
    return this.nextToken !== undefined;
  }

  /** Whether all that runs or serves is known, however old it is. */
  get knowsActive(): boolean {
    return this.hasAllActive || (this.loaded > 0 && !this.hasMore);
  }

  /** Whether something is looked for: what is known is then not the newest of all. */
  get isLooking(): boolean {
    return Object.keys(this.known.query).length > 0;
  }

  /** Asks for the first page in the next round. */
  lookAgain(): void {
    this.lastFull = -Infinity;
  }

  /** Looks for something else. Where the whole list was left off is not forgotten. */
  look(query: ListQuery): void {
    const { nextToken, loaded, oldest } = this;
    if (!this.isLooking) this.whole = { nextToken, loaded, oldest };
    this.known.query = query;
    this.restart();
    if (!this.isLooking) Object.assign(this, this.whole);
  }

  /** Brings what is known up to date; one change per answer, none once something else is looked for. */
  async *round(): AsyncGenerator<ListChange> {
    const { query } = this.known;
    const isOver = (): boolean => query !== this.known.query;
    const { since } = this;
    const everyFull = this.clients.connection.kind === 'local' ? 5_000 : 60_000;
    const isFull = since === undefined || this.clock.now() - this.lastFull >= everyFull;
    let isAll = false;
    if (isFull || !this.kind.serves.modifiedAfter) {
      const page = await this.pages.page(query);
      if (isOver()) return;
      isAll = page.nextToken === undefined && !this.isLooking;
      yield this.takeFirst(page);
      if (!isAll && !this.isLooking && !this.hasActive) {
        const active = await this.pages.active();
        this.hasActive = true;
        this.hasAllActive = active.isAll;
        yield this.known.take(active.entries);
      }
      if (this.sweep !== undefined && !isOver())
        yield this.takeSwept(this.sweep, query, await this.sweepOn(this.sweep));
    }
    if (isAll || since === undefined || !this.kind.serves.modifiedAfter || isOver()) return;
    const changed = await this.pages.changedSince(since - overlap);
    if (changed === undefined) {
      const page = await this.pages.page(query);
      if (!isOver()) yield this.beginAnew(page);
      return;
    }
    // Taken over whatever is looked for by now: it was asked for without a query.
    this.since = newest(changed, since);
    yield this.known.take(changed);
  }

  /** The next page of what answers the query. @returns Undefined where there is none, or something else is looked for by now. */
  async more(): Promise<ListChange | undefined> {
    const { nextToken } = this;
    const { query } = this.known;
    if (nextToken === undefined) return undefined;
    const has = ({ name, created }: E): boolean => this.known.get(name)?.created === created;
    let page = await this.pages.pageAfter(query, nextToken, { has, oldest: this.oldest ?? Infinity });
    for (let known = 1; page.nextToken !== undefined && page.entries.every(has) && known < knownPages; known++)
      page = await this.pages.page(query, page.nextToken);
    if (query !== this.known.query) return undefined;
    this.nextToken = page.nextToken;
    this.loaded++;
    this.oldest = page.entries.at(-1)?.created ?? this.oldest;
    return this.known.take(page.entries);
  }

  /** What another window can go on with of the whole list; undefined where that was not asked for. */
  get paging(): Omit<CachedList, 'resources'> | undefined {
    const { since, nextToken: next, loaded: pages, oldest: last } = this;
    const { loaded, nextToken, oldest } = this.isLooking
      ? this.whole
      : { loaded: pages, nextToken: next, oldest: last };
    if (loaded === 0) return undefined;
    const { hasAllActive } = this;
    return { since, nextToken, ...(nextToken !== undefined && { oldest }), ...(hasAllActive && { hasAllActive }) };
  }

  /** Whether another window's answer holds all that is known here. */
  isCoveredBy({ oldest = -Infinity }: CachedList): boolean {
    return !this.isLooking && (this.loaded <= 1 || oldest <= (this.oldest ?? -Infinity));
  }

  /** Takes over another window's answer. */
  takeOver({ resources, since, nextToken, oldest = -Infinity, hasAllActive = false }: CachedList): ListChange {
    const before = [...this.known.all];
    const there = new Set(before.length === 0 ? [] : resources.map(({ entry }) => entry.name));
    const gone = before.filter(({ name, created }) => created > oldest && !there.has(name));
    for (const { name } of gone) this.known.drop(name);
    const change = this.known.restore(resources as readonly KnownResource<E>[]);
    this.since ??= since;
    this.hasAllActive ||= hasAllActive;
    const inOrder = resources.filter(({ entry }) => entry.created >= oldest).length;
    const kept: Paging = {
      nextToken,
      loaded: Math.max(1, Math.ceil(inOrder / pageSize)),
      oldest: Number.isFinite(oldest) ? oldest : undefined,
    };
    if (this.isLooking) this.whole = kept;
    else Object.assign(this, kept);
    return { names: change.names, isNewOrder: change.isNewOrder || gone.length > 0 };
  }

  private takeFirst({ entries, nextToken }: ListPage<E>): ListChange {
    const isLast = nextToken === undefined;
    // After a long pause the page may not reach to what was known; then what lies between is loaded page by page.
    const isBeyond = this.loaded > 1 && entries.every(({ name }) => this.known.get(name) === undefined);
    const gone = this.known.missing({ entries, isLast }, servedPart(this.known.query, this.kind.serves));
    for (const name of gone) this.known.drop(name);
    const change = this.known.take(entries);
    const last = entries.at(-1);
    if (this.loaded <= 1 || isBeyond || isLast) {
      this.loaded = 1;
      this.nextToken = nextToken;
      this.oldest = last?.created;
      this.sweep = undefined;
    } else if (nextToken !== undefined) this.sweep ??= { token: nextToken, after: last };
    this.lastFull = this.clock.now();
    if (this.since === undefined) this.since = this.isLooking ? this.clock.now() - clockMargin : newest(entries);
    else if (isLast && !this.isLooking) this.since = newest(entries, this.since);
    return { names: change.names, isNewOrder: change.isNewOrder || gone.length > 0 };
  }

  /** The next stretch of what was loaded, and which of it is gone; undefined where its token is no longer good. */
  private async sweepOn({ token, after }: { token: string; after: E | undefined }) {
    const { query } = this.known;
    try {
      const page = await this.pages.page(query, token);
      const stretch = { entries: page.entries, after, isLast: page.nextToken === undefined };
      const doubtful = this.known.missing(stretch, servedPart(query, this.kind.serves)).slice(0, doubtsPerRound);
      // Where pages are counted by number, one that was skipped is no proof.
      const areGone = await Promise.all(doubtful.map((name) => this.isGone(name)));
      return { page, gone: doubtful.filter((_, at) => areGone[at]) };
    } catch (error) {
      if (isTokenProblem(error)) return undefined;
      throw error;
    }
  }

  private takeSwept(
    sweep: { readonly token: string },
    query: ListQuery,
    swept: { readonly page: ListPage<E>; readonly gone: readonly string[] } | undefined,
  ): ListChange {
    if (query !== this.known.query || this.sweep !== sweep) return { names: new Set(), isNewOrder: false };
    const { entries = [], nextToken: token } = swept?.page ?? {};
    this.sweep = token === undefined ? undefined : { token, after: entries.at(-1) };
    for (const name of swept?.gone ?? []) this.known.drop(name);
    const change = this.known.take(entries);
    return { names: change.names, isNewOrder: change.isNewOrder || (swept?.gone.length ?? 0) > 0 };
  }

  private async isGone(name: string): Promise<boolean> {
    try {
      await this.kind.describe(this.clients, name);
      return false;
    } catch (error) {
      if (isMissing(error)) return true;
      throw error;
    }
  }

  private restart(): void {
    this.lastFull = -Infinity;
    this.sweep = undefined;
    Object.assign(this, nowhere);
  }

  /** So much has changed that what is known is worth nothing. */
  private beginAnew(page: ListPage<E>): ListChange {
    this.known.clear();
    this.whole = nowhere;
    this.restart();
    this.since = undefined;
    this.hasActive = false;
    this.hasAllActive = false;
    return { ...this.takeFirst(page), isNewOrder: true };
  }
}

/** When the last of the entries was changed; undefined where none says. */
function newest(entries: readonly ResourceEntry[], atLeast?: number): number | undefined {
  let latest = atLeast;
  for (const { modified } of entries) if (modified !== undefined && modified > (latest ?? -Infinity)) latest = modified;
  return latest;
}
