import { AwsError } from '../server/awsError.ts';
import type { ResourceSummary } from '../store/resourceSummary.ts';

/** The members that every `List…` request of SageMaker has (contract, section 14). */
export interface ListRequest {
  readonly NameContains?: string;
  readonly StatusEquals?: string;
  /** Epoch seconds. */
  readonly CreationTimeAfter?: number;
  readonly CreationTimeBefore?: number;
  readonly LastModifiedTimeAfter?: number;
  readonly LastModifiedTimeBefore?: number;
  readonly SortBy?: string;
  readonly SortOrder?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** The documented defaults differ from list to list. */
export interface ListDefaults {
  readonly sortBy: 'Name' | 'CreationTime' | 'Status';
  readonly sortOrder: 'Ascending' | 'Descending';
}

export interface Page<T extends ResourceSummary> {
  readonly items: T[];
  readonly nextToken?: string;
}

type SortKey = string | number;

/** What a list can be sorted by besides name, time of creation and status; an item without the key is left out of that order. */
export type OwnSortKeys<T> = Readonly<Record<string, (item: T) => SortKey | undefined>>;

/**
 * Filters, sorts and cuts one page. The token holds the last item's place, not a position, so items that come or go between
 * two pages are neither repeated nor left out.
 * @throws AwsError ValidationException for a token that this list did not give.
 */
export function listPage<T extends ResourceSummary>(
  all: Iterable<T>,
  request: ListRequest,
  defaults: ListDefaults,
  ownKeys: OwnSortKeys<T> = {},
): Page<T> {
  const sortBy = request.SortBy ?? defaults.sortBy;
  const direction = (request.SortOrder ?? defaults.sortOrder) === 'Descending' ? -1 : 1;
  const commonKeyOf = (item: T): SortKey =>
    sortBy === 'Name' ? item.name : sortBy === 'Status' ? item.status : item.creationTime;
  const keyOf = ownKeys[sortBy] ?? commonKeyOf;
  const compare = (a: Place, b: Place): number => direction * (order(a.key, b.key) || order(a.name, b.name));
  const after = request.NextToken === undefined ? undefined : decodeToken(request.NextToken, sortBy, direction);

  const limit = request.MaxResults ?? 10;
  const found: Placed<T>[] = [];
  const place = { key: '' as SortKey, name: '' }; // one for all: what is made for each of ten thousand stays with the process
  for (const item of all) {
    if (!matches(item, request)) continue;
    const key = keyOf(item);
    if (key === undefined) continue;
    place.key = key;
    place.name = item.name;
    if (after === undefined || compare(place, after) > 0) keepFirst(found, limit + 1, place, item, compare);
  }
  const page = found.slice(0, limit);
  const items = page.map(({ item }) => item);
  const last = page.at(-1);
  if (last === undefined || found.length === page.length) return { items };
  return { items, nextToken: encodeToken(last.key, last.name, sortBy, direction) };
}

/** Where an item stands in the order of a list. */
interface Place {
  readonly key: SortKey;
  readonly name: string;
}

interface Placed<T> extends Place {
  readonly item: T;
}

/** Keeps the first `count` in their order: to sort ten thousand for a page of ten costs more than all the rest. */
function keepFirst<T>(
  first: Placed<T>[],
  count: number,
  next: Place,
  item: T,
  compare: (a: Place, b: Place) => number,
): void {
  const worst = first[count - 1];
  if (worst !== undefined && compare(worst, next) <= 0) return;
  let low = 0;
  for (let high = first.length; low < high;) {
    const middle = (low + high) >>> 1;
    const other = first[middle];
    if (other !== undefined && compare(other, next) <= 0) low = middle + 1;
    else high = middle;
  }
  first.splice(low, 0, { ...next, item });
  if (first.length > count) first.pop();
}

function matches(item: ResourceSummary, request: ListRequest): boolean {
  return (
    (request.NameContains === undefined || item.name.toLowerCase().includes(request.NameContains.toLowerCase())) &&
    (request.StatusEquals === undefined || item.status === request.StatusEquals) &&
    (request.CreationTimeAfter === undefined || item.creationTime > request.CreationTimeAfter) &&
    (request.CreationTimeBefore === undefined || item.creationTime < request.CreationTimeBefore) &&
    (request.LastModifiedTimeAfter === undefined || item.lastModifiedTime > request.LastModifiedTimeAfter) &&
    (request.LastModifiedTimeBefore === undefined || item.lastModifiedTime < request.LastModifiedTimeBefore)
  );
}

function order(a: SortKey, b: SortKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encodeToken(key: SortKey, name: string, sortBy: string, direction: number): string {
  return Buffer.from(JSON.stringify([1, sortBy, direction, key, name])).toString('base64url');
}

function decodeToken(token: string, sortBy: string, direction: number): Place {
  const [version, by, way, key, name] = parseToken(token);
  const isKey = typeof key === 'string' || typeof key === 'number';
  if (version === 1 && by === sortBy && way === direction && isKey && typeof name === 'string') return { key, name };
  throw new AwsError('ValidationException', 'Invalid pagination token given.');
}

function parseToken(token: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return []; // the caller refuses whatever is not a token of its own
  }
}
