import type { ListQuery } from './listQuery.ts';
import type { ResourceEntry } from './resourceEntry.ts';

/** What of the entries answers a query, in its order; without one all of them, newest first. */
export function inOrder<E extends ResourceEntry>(entries: Iterable<E>, query: ListQuery = {}): E[] {
  return [...entries].filter((entry) => answers(entry, query)).sort(orderOf(query));
}

/** Compares as the API orders them; without a word about it the newest come first. */
export function orderOf(query: ListQuery) {
  const byKey = keyOrderOf(query);
  return (a: ResourceEntry, b: ResourceEntry): number =>
    byKey(a, b) || (query.sortBy === 'Status' && b.created - a.created) || byText(a.name, b.name);
}

/** The same as far as the API promises it: of equals it may show either one first. */
export function keyOrderOf({ sortBy = 'CreationTime', ascending = false }: ListQuery) {
  const sign = ascending ? 1 : -1;
  return (a: ResourceEntry, b: ResourceEntry): number => {
    if (sortBy === 'Name') return sign * byText(a.name, b.name);
    return sign * (sortBy === 'Status' ? byText(a.status, b.status) : a.created - b.created);
  };
}

/** Whether an entry is looked for. Names are compared as the API does it: case counts for little, so it counts for nothing. */
export function answers(entry: ResourceEntry, query: ListQuery): boolean {
  const { nameContains, status, createdAfter = -Infinity, createdBefore = Infinity } = query;
  if (entry.created <= createdAfter || entry.created >= createdBefore) return false;
  if (status !== undefined && entry.status !== status) return false;
  return !nameContains || entry.name.toLowerCase().includes(nameContains.toLowerCase());
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
