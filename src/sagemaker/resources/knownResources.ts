import { isDeepStrictEqual } from 'node:util';
import type { ListQuery } from './listQuery.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import { isBusy, type ResourceKind } from './resourceKind.ts';
import { answers, inOrder, keyOrderOf } from './resourceOrder.ts';

/** What is different since the last time. */
export interface ListChange {
  readonly names: ReadonlySet<string>;
  /** Some came, went or moved. */
  readonly isNewOrder: boolean;
}

/** One resource with what its description told. */
export interface KnownResource<E> {
  readonly entry: E;
  readonly details?: Partial<E>;
  /** Whether the description is of this very state. */
  readonly isDescribed?: true;
}

/** A stretch of a list, as the API answered it. */
export interface Stretch<E> {
  readonly entries: readonly E[];
  /** The last one before it; undefined at the start. */
  readonly after?: E | undefined;
  readonly isLast: boolean;
}

/** What is known of the resources of one kind: what lists and descriptions told, and which of it answers the query. */
export class KnownResources<E extends ResourceEntry> {
  private readonly resources = new Map<string, E>();
  private readonly details = new Map<string, Partial<E>>();
  /** Which state of a resource its details are of. */
  private readonly described = new Map<string, string>();
  private readonly busyNames = new Set<string>();
  private asked: ListQuery = {};
  private ordered: readonly E[] | undefined;
  private readonly places = new Map<string, number>();
  /** What has other content at the same place. */
  private readonly replaced = new Set<string>();

  /** @param isListed - Whether an entry stands by itself in the list. */
  constructor(
    private readonly stateOf: ResourceKind['stateOf'],
    private readonly isListed: (entry: E) => boolean,
  ) {}

  get all(): Iterable<E> {
    return this.resources.values();
  }

  /** Those that change by themselves. */
  get busy(): E[] {
    return [...this.busyNames].flatMap((name) => this.resources.get(name) ?? []);
  }

  get isBusy(): boolean {
    return this.busyNames.size > 0;
  }

  get query(): ListQuery {
    return this.asked;
  }

  set query(query: ListQuery) {
    this.asked = query;
    this.reorder();
  }

  /** What answers the query, in its order. */
  get listed(): readonly E[] {
    if (this.ordered === undefined) {
      this.ordered = inOrder(this.resources.values(), this.asked).filter((entry) => this.isListed(entry));
      this.places.clear();
    } else if (this.replaced.size > 0) {
      // Where each stands is of no use before something is replaced.
      if (this.places.size === 0) this.ordered.forEach(({ name }, place) => this.places.set(name, place));
      const renewed = [...this.ordered];
      for (const name of this.replaced) {
        const [place, entry] = [this.places.get(name), this.resources.get(name)];
        if (place !== undefined && entry !== undefined) renewed[place] = entry;
      }
      this.ordered = renewed;
    }
    this.replaced.clear();
    return this.ordered;
  }

  get(name: string): E | undefined {
    return this.resources.get(name);
  }

  /** Forgets the order. */
  reorder(): void {
    this.ordered = undefined;
  }

  /** Takes over what a list says. An answer that is older than what is known, because it was long under way, changes nothing. */
  take(entries: readonly E[]): ListChange {
    const names = new Set<string>();
    let isNewOrder = false;
    for (const entry of entries) {
      const before = this.resources.get(entry.name);
      if (before !== undefined && isOlder(entry, before)) continue;
      // One of that name that was made anew has nothing of the old one.
      if (before !== undefined ? before.created !== entry.created : this.isOfAnother(entry)) this.forget(entry.name);
      isNewOrder ||= before?.created !== entry.created;
      if (this.put(this.withDetails(entry), before)) names.add(entry.name);
    }
    return { names, isNewOrder };
  }

  /**
   * Adds what is known of a resource beyond its list.
   * @param isAll - Whether nothing is left to ask of the state that it is in.
   * @returns Whether it is news.
   */
  learn(name: string, told: Partial<E>, isAll: boolean): boolean {
    const entry = this.resources.get(name);
    if (entry === undefined) return false;
    const learned = { ...entry, ...told };
    if (Object.keys(told).length > 0) this.details.set(name, told);
    if (isAll) this.described.set(name, stamp(learned));
    return this.put(learned, entry);
  }

  isDescribed(entry: E): boolean {
    return this.described.get(entry.name) === stamp(entry);
  }

  /** What was told of this very state; undefined where it was not described. */
  detailsOf(entry: E): Partial<E> | undefined {
    return this.isDescribed(entry) ? (this.details.get(entry.name) ?? {}) : undefined;
  }

  /**
   * Adds what a description told of a state of one, which may not be listed yet. Where that state has passed the new one is left to be asked,
   * and what was told of the new one stays.
   * @returns Whether it is news of one that is listed.
   */
  learnOf(entry: E, told: Partial<E>): boolean {
    const now = this.resources.get(entry.name);
    if (now !== undefined) {
      const isStill = stamp(now) === stamp(entry);
      return (isStill || !this.isDescribed(now)) && this.learn(entry.name, told, isStill);
    }
    this.details.set(entry.name, told);
    this.described.set(entry.name, stamp({ ...entry, ...told }));
    return false;
  }

  /** Tells a state of a resource from its others. */
  stateKey(entry: E): string {
    return stamp(entry);
  }

  /**
   * What should stand in a stretch of the list and does not: it was deleted, or answers the query no longer.
   * @param query - As far as the API served it.
   */
  missing({ entries, after, isLast }: Stretch<E>, query: ListQuery): string[] {
    const last = entries.at(-1);
    if (last === undefined && !isLast) return [];
    const there = new Set(entries.map(({ name }) => name));
    // Of those with the same key nobody knows on which side of a page's border the service sees them.
    const compare = keyOrderOf(query);
    const isInside = (entry: E): boolean =>
      (after === undefined || compare(after, entry) < 0) && (isLast || last === undefined || compare(entry, last) < 0);
    return [...this.resources.values()]
      .filter((entry) => !there.has(entry.name) && isInside(entry) && answers(entry, query))
      .map(({ name }) => name);
  }

  drop(name: string): void {
    this.forget(name);
    this.busyNames.delete(name);
    if (this.resources.delete(name)) this.reorder();
  }

  clear(): void {
    for (const name of [...this.resources.keys()]) this.drop(name);
  }

  /** Everything, to be kept elsewhere. */
  snapshot(): KnownResource<E>[] {
    return Array.from(this.resources.values(), (entry) => {
      const details = this.details.get(entry.name);
      return { entry, ...(details && { details }), ...(this.isDescribed(entry) && { isDescribed: true }) };
    });
  }

  /** Takes over what was kept elsewhere. */
  restore(kept: readonly KnownResource<E>[]): ListChange {
    for (const { entry, details, isDescribed } of kept) {
      const before = this.resources.get(entry.name);
      if (before !== undefined && (isOlder(entry, before) || this.isDescribed(entry))) continue;
      if (before !== undefined && before.created !== entry.created) this.drop(entry.name);
      if (details !== undefined) this.details.set(entry.name, details);
      if (isDescribed) this.described.set(entry.name, stamp(entry));
    }
    return this.take(kept.map(({ entry }) => entry));
  }

  /** Takes over what was told elsewhere of the states that are known here. @returns The names of which it is news. */
  restoreDetails(kept: readonly KnownResource<E>[]): string[] {
    const news: string[] = [];
    for (const { entry, details = {}, isDescribed } of kept) {
      const known = this.resources.get(entry.name);
      if (!isDescribed || known === undefined || this.isDescribed(known) || stamp(known) !== stamp(entry)) continue;
      if (this.learn(entry.name, details, true)) news.push(entry.name);
    }
    return news;
  }

  /** What was told of this very state counts for more than its list, what was told of another one for less. */
  private withDetails(entry: E): E {
    const told = this.details.get(entry.name);
    if (told === undefined) return entry;
    return this.isDescribed(entry) ? { ...entry, ...told } : { ...told, ...entry };
  }

  /** @param before - What is known by that name. @returns Whether that is news. */
  private put(entry: E, before: E | undefined): boolean {
    if (before !== undefined && isDeepStrictEqual(before, entry)) return false;
    this.resources.set(entry.name, entry);
    if (isBusy(this.stateOf(entry.status))) this.busyNames.add(entry.name);
    else if (before !== undefined) this.busyNames.delete(entry.name);
    if (before !== undefined && this.staysInPlace(before, entry)) this.replaced.add(entry.name);
    else this.reorder();
    return true;
  }

  private staysInPlace(before: E, after: E): boolean {
    const dependsOnStatus = this.asked.status !== undefined || this.asked.sortBy === 'Status';
    return before.created === after.created && (before.status === after.status || !dependsOnStatus);
  }

  /** Whether what was told is of one of that name that was made at another time. */
  private isOfAnother({ name, created }: E): boolean {
    return this.described.get(name)?.startsWith(`${created} `) === false;
  }

  private forget(name: string): void {
    this.details.delete(name);
    this.described.delete(name);
  }
}

function isOlder(entry: ResourceEntry, known: ResourceEntry): boolean {
  if (entry.created !== known.created) return entry.created < known.created;
  return (entry.modified ?? 0) < (known.modified ?? 0);
}

const stamp = ({ created, modified, status }: ResourceEntry): string => `${created} ${modified ?? ''} ${status}`;
