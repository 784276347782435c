import type { CachedList, ListCache } from '../cache/listCache.ts';
import type { KnownResources } from './knownResources.ts';
import type { ListReader } from './listReader.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import type { KindId } from './resourceKind.ts';

/** A list as a window was answered it. */
interface KeptAnswer {
  readonly list: CachedList;
  /** Epoch milliseconds. */
  readonly asOf: number;
}

interface KeptListParts<E extends ResourceEntry> {
  readonly kind: KindId;
  /** None for the local engine, of which nothing is kept. */
  readonly cache: ListCache | undefined;
  readonly reader: ListReader<E>;
  readonly known: KnownResources<E>;
}

/** What windows share of one list: what one was answered, and what the next one finds. */
export class KeptList<E extends ResourceEntry> {
  /** Whether something is known here that the next window does not find; that there is nothing is worth knowing too. */
  private hasUnkept = true;
  /** When the whole list was last up to date. */
  private lastWhole: number | undefined;

  constructor(private readonly parts: KeptListParts<E>) {}

  /** Something is known here that the next window does not find. */
  hasNews(): void {
    this.hasUnkept = true;
  }

  /** An answer came. @param asOf - Epoch milliseconds. */
  answered(asOf: number): void {
    if (!this.parts.reader.isLooking) this.lastWhole = asOf;
  }

  /** What a window knew before; undefined where nothing was kept. */
  async read(): Promise<KeptAnswer | undefined> {
    const { cache, kind } = this.parts;
    const [asOf, list] = await Promise.all([cache?.asOf(kind), cache?.read(kind)]);
    return asOf === undefined || list === undefined ? undefined : { asOf, list };
  }

  /** What another window was answered since and holds all that is known here; undefined where nothing. @param since - Epoch milliseconds. */
  async newer(since: number): Promise<KeptAnswer | undefined> {
    const { cache, kind, reader } = this.parts;
    const asOf = await cache?.asOf(kind);
    if (asOf === undefined || asOf <= since) return undefined;
    const list = await cache?.read(kind);
    return list === undefined || !reader.isCoveredBy(list) ? undefined : { asOf, list };
  }

  /** What is known here is what was kept. */
  took({ asOf }: KeptAnswer): void {
    this.lastWhole = asOf;
    this.hasUnkept = false;
  }

  /** Keeps what is known for the other windows and the next. @param onlyNews - Not where nothing is news: that it still holds is kept otherwise. */
  keep(onlyNews = false): void {
    const { reader, known, cache, kind } = this.parts;
    const { paging } = reader;
    if (paging === undefined || this.lastWhole === undefined || (onlyNews && !this.hasUnkept)) return;
    const list = this.hasUnkept ? () => ({ ...paging, resources: known.snapshot() }) : undefined;
    this.hasUnkept = false;
    cache?.keep(kind, this.lastWhole, list);
  }
}
