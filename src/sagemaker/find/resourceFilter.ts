import type { ListQuery, SortKey } from '../resources/listQuery.ts';
import { kindIds, type KindId } from '../resources/resourceKind.ts';
import { resourceKinds } from '../resources/resourceKinds.ts';

/** A tag that is looked for; without a value any resource that bears the key. */
export interface TagFilter {
  readonly key: string;
  readonly value?: string;
}

/** The last so many days, today among them; or from the first day to the last one, both included, as `2026-11-22` in local time. */
export type DateFilter = { readonly days: number } | { readonly from?: string; readonly to?: string };

/** What a user looks for in a view; days are kept as they were said, so that a filter of last week is one of this week next week. */
export interface ResourceFilter {
  readonly name?: string;
  readonly status?: string;
  readonly kinds?: readonly KindId[];
  readonly date?: DateFilter;
  readonly tag?: TagFilter;
  readonly sortBy?: SortKey;
  readonly ascending?: boolean;
}

/** Whether it leaves anything out; an order alone does not. */
export function narrows({ name, status, kinds, date, tag }: ResourceFilter): boolean {
  return Boolean(name) || [status, kinds, date, tag].some((part) => part !== undefined);
}

/** What of it an API or the order of a list can serve. @param now - Epoch milliseconds. */
export function queryOf({ name, status, date, sortBy, ascending }: ResourceFilter, now: number): ListQuery {
  const [after, before] = date === undefined ? [] : spanOf(date, now);
  return {
    ...(name && { nameContains: name }),
    ...(status !== undefined && { status }),
    // Bounds of the API are exclusive.
    ...(after !== undefined && { createdAfter: after - 1 }),
    ...(before !== undefined && { createdBefore: before }),
    ...(sortBy !== undefined && { sortBy }),
    ...(ascending !== undefined && { ascending }),
  };
}

/** Of a view's kinds those that can answer: a kind that never has the status has nothing to list, and its API would refuse it. */
export function answeringKinds(all: readonly KindId[], { kinds, status }: ResourceFilter): KindId[] {
  return all.filter(
    (id) =>
      (kinds === undefined || kinds.includes(id)) &&
      (status === undefined || resourceKinds[id].statuses.includes(status)),
  );
}

/** The filter as a user reads it: `boston · Failed · last 7 days`; empty where nothing is asked for. */
export function filterText({ name, status, kinds, date, tag, sortBy, ascending }: ResourceFilter): string {
  return [
    name,
    status,
    kinds?.map((id) => resourceKinds[id].plural).join(', '),
    date && dateText(date),
    tag && tagText(tag),
    (sortBy ?? ascending) === undefined ? undefined : sortText(sortBy, ascending),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

export function dateText(date: DateFilter): string {
  if ('days' in date) return date.days === 1 ? 'today' : `last ${date.days} days`;
  const { from, to } = date;
  if (from !== undefined && to !== undefined) return `${from} to ${to}`;
  return from === undefined ? `until ${to ?? ''}` : `since ${from}`;
}

export function tagText({ key, value }: TagFilter): string {
  return value === undefined ? `tag ${key}` : `tag ${key}=${value}`;
}

export function sortText(sortBy: SortKey = 'CreationTime', ascending = false): string {
  if (sortBy === 'Status') return 'by status';
  if (sortBy === 'Name') return ascending ? 'by name' : 'by name, Z first';
  return ascending ? 'oldest first' : 'newest first';
}

/** Why no name can hold the text, and the API refuses to look for it (API reference, NameContains); undefined for what can be looked for. */
export function nameProblem(text: string): string | undefined {
  if (!/^[a-zA-Z0-9-]*$/.test(text)) return 'Names are made of letters, digits and hyphens';
  return text.length > 63 ? 'Names have at most 63 characters' : undefined;
}

/** Reads `key`, `key=value` or `key = value`; undefined for nothing. */
export function readTag(text: string): TagFilter | undefined {
  const [key = '', ...rest] = text.split('=');
  if (key.trim() === '') return undefined;
  return rest.length === 0 ? { key: key.trim() } : { key: key.trim(), value: rest.join('=').trim() };
}

/** Reads `2026-11-01 to 2026-11-22`, `2026-11-01 to`, `to 2026-11-22`, or one day. @returns Undefined for what is no such thing. */
export function readDates(text: string): DateFilter | undefined {
  const match = /^\s*(\d{4}-\d{2}-\d{2})?\s*(to|\.\.|–)?\s*(\d{4}-\d{2}-\d{2})?\s*$/.exec(text);
  if (match === null) return undefined;
  const [, from, until, to = until === undefined ? from : undefined] = match;
  const days = [from, to].filter((day) => day !== undefined);
  if (days.length === 0 || days.some((day) => !isDay(day)) || (from && to && from > to)) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Reads a remembered filter; what is none, or of another version, is no filter. */
export function readFilter(stored: unknown): ResourceFilter {
  if (typeof stored !== 'object' || stored === null) return {};
  const { name, status, kinds, date, tag, sortBy, ascending } = stored as Record<string, unknown>;
  const known = Array.isArray(kinds) ? kindIds.filter((id) => kinds.includes(id)) : [];
  const when = storedDate(date);
  const { key, value } = (typeof tag === 'object' && tag !== null ? tag : {}) as Record<string, unknown>;
  const order = (['CreationTime', 'Name', 'Status'] as const).find((one) => one === sortBy);
  return {
    ...(typeof name === 'string' && name !== '' && nameProblem(name) === undefined && { name }),
    ...(typeof status === 'string' && { status }),
    ...(known.length > 0 && { kinds: known }),
    ...(when !== undefined && { date: when }),
    ...(typeof key === 'string' && { tag: { key, ...(typeof value === 'string' && { value }) } }),
    ...(order !== undefined && { sortBy: order }),
    ...(typeof ascending === 'boolean' && { ascending }),
  };
}

function storedDate(date: unknown): DateFilter | undefined {
  if (typeof date !== 'object' || date === null) return undefined;
  const { days, from, to } = date as Record<string, unknown>;
  if (typeof days === 'number' && days > 0) return { days };
  const [first, last] = [from, to].map((day) => (typeof day === 'string' && isDay(day) ? day : undefined));
  if (first === undefined && last === undefined) return undefined;
  return { ...(first !== undefined && { from: first }), ...(last !== undefined && { to: last }) };
}

/** From its first to behind its last millisecond. */
function spanOf(date: DateFilter, now: number): readonly [after: number | undefined, before: number | undefined] {
  if ('days' in date) return [startOfDay(new Date(now), 1 - date.days), undefined];
  const { from, to } = date;
  return [
    from === undefined ? undefined : startOfDay(dayOf(from)),
    to === undefined ? undefined : startOfDay(dayOf(to), 1),
  ];
}

const startOfDay = (day: Date, later = 0): number =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + later).getTime();

function dayOf(text: string): Date {
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  return new Date(year, month - 1, day);
}

function isDay(text: string): boolean {
  const day = dayOf(text);
  // A 31st of February would be one of March.
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && text.endsWith(`-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`)
  );
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
