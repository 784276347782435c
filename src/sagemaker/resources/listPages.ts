import type { SdkClients } from '../clients.ts';
import { isTokenProblem } from '../awsErrors.ts';
import type { ListPage, ListQuery } from './listQuery.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import type { ResourceKind } from './resourceKind.ts';

export const pageSize = 100;
/** A filter may leave so many pages empty before what is there is shown and *Load more* goes on. */
const mostEmptyPages = 10;
/** More changes are not caught up with: the list begins anew. */
const mostChanges = 10 * pageSize;
const mostActivePages = 5;
/** What runs or serves, as the API names it; it may be older than the first page. */
const activeStatuses = ['InProgress', 'InService'];

/** Reads pages of one kind's list. */
export class ListPages<E extends ResourceEntry> {
  constructor(
    private readonly kind: ResourceKind<E>,
    private readonly clients: SdkClients,
  ) {}

  /** A page, and where it is empty but not the last, those after it. */
  async page(query: ListQuery, nextToken?: string): Promise<ListPage<E>> {
    let page = await this.ask({ query, ...(nextToken !== undefined && { nextToken }) });
    for (let empty = 1; page.entries.length === 0 && page.nextToken !== undefined && empty < mostEmptyPages; empty++)
      page = await this.ask({ query, nextToken: page.nextToken });
    return page;
  }

  /**
   * The page after those that are known; where its token is no longer good, found from the start.
   * @param known - Whether an entry is known, and when the last that is known in order was made.
   */
  async pageAfter(
    query: ListQuery,
    nextToken: string,
    known: { readonly has: (entry: E) => boolean; readonly oldest: number },
  ): Promise<ListPage<E>> {
    try {
      return await this.page(query, nextToken);
    } catch (error) {
      if (!isTokenProblem(error)) throw error;
    }
    const { sortBy = 'CreationTime', ascending = false, createdBefore = Infinity } = query;
    const isNewestFirst = sortBy === 'CreationTime' && !ascending && Number.isFinite(known.oldest);
    // What was made in the same millisecond as the last that is known may be missing too.
    const rest = isNewestFirst ? { ...query, createdBefore: Math.min(createdBefore, known.oldest + 1) } : query;
    let page = await this.page(rest);
    while (page.nextToken !== undefined && page.entries.every(known.has)) page = await this.page(rest, page.nextToken);
    return page;
  }

  /** What was changed since, whatever is looked for: who no longer answers a query is to be seen too. @returns Undefined where it is too much. */
  async changedSince(modifiedAfter: number): Promise<E[] | undefined> {
    const found: E[] = [];
    let nextToken: string | undefined;
    let empty = 0;
    do {
      if (found.length >= mostChanges) return undefined;
      if (empty === mostEmptyPages) throw new Error(`The list of changed ${this.kind.plural} has no end.`);
      const page = await this.ask({ modifiedAfter, ...(nextToken !== undefined && { nextToken }) });
      empty = page.entries.length === 0 ? empty + 1 : 0;
      found.push(...page.entries);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found;
  }

  /** What runs or serves, however old it is, up to five pages of each status. */
  async active(): Promise<{ readonly entries: readonly E[]; readonly isAll: boolean }> {
    const found: E[] = [];
    let isAll = this.kind.serves.status || this.kind.statuses.length === 0;
    const statuses = this.kind.serves.status ? this.kind.statuses.filter((one) => activeStatuses.includes(one)) : [];
    for (const status of statuses) {
      let page = await this.ask({ query: { status } });
      found.push(...page.entries);
      for (let pages = 1; page.nextToken !== undefined && pages < mostActivePages; pages++) {
        page = await this.ask({ query: { status }, nextToken: page.nextToken });
        found.push(...page.entries);
      }
      isAll &&= page.nextToken === undefined;
    }
    return { entries: found, isAll };
  }

  private ask(request: { query?: ListQuery; nextToken?: string; modifiedAfter?: number }): Promise<ListPage<E>> {
    return this.kind.list(this.clients, { maxResults: pageSize, ...request });
  }
}
