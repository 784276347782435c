import type { ListQuery } from '../../sagemaker/resources/listQuery.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { orderOf } from '../../sagemaker/resources/resourceOrder.ts';

/** What is loaded of one kind, in the query's order. */
export interface RowSource {
  readonly kind: KindId;
  readonly entries: readonly ResourceEntry[];
  /** Whether there is more behind the last entry than is loaded. */
  readonly hasMore: boolean;
}

interface MergedRow {
  readonly kind: KindId;
  readonly entry: ResourceEntry;
}

export interface MergedRows {
  readonly rows: readonly MergedRow[];
  /** Whether more of what is loaded comes behind the last row. */
  readonly isCut: boolean;
  /** The kinds that must be loaded further before anything can come behind the last row, and those of which no row is loaded yet. */
  readonly wanting: readonly KindId[];
}

/**
 * The entries of several kinds in one order, as far as it is certain: behind the last entry of a kind that has more to load, whatever else is
 * loaded might have to stand lower. A kind of which no row is loaded yet holds nothing back: what is loaded of it may all belong elsewhere.
 * Takes no longer than the rows it returns and the entries it leaves out.
 * @param limit - At most so many rows.
 * @param atLeast - So many rows are there where so many are loaded, also where what is not loaded may have to stand among them.
 */
export function mergeRows(
  sources: readonly RowSource[],
  query: ListQuery,
  limit: number,
  accepts: (kind: KindId, entry: ResourceEntry) => boolean = () => true,
  atLeast = 0,
): MergedRows {
  const compare = orderOf(query);
  const rows: MergedRow[] = [];
  const heads = sources.map((source) => ({ source, index: 0, hasRows: false }));
  const settle = (head: (typeof heads)[number]): void => {
    const { kind, entries } = head.source;
    for (let entry = entries[head.index]; entry !== undefined && !accepts(kind, entry); entry = entries[head.index])
      head.index++;
  };
  heads.forEach(settle);
  const ended = (hasRows: boolean): KindId[] =>
    heads
      .filter((head) => head.source.hasMore && head.index >= head.source.entries.length && head.hasRows === hasRows)
      .map(({ source }) => source.kind);
  const rowless = ended(false);
  for (;;) {
    const holding = ended(true);
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      const entry = head.source.entries[head.index];
      const best = first?.source.entries[first.index];
      if (entry !== undefined && (best === undefined || compare(entry, best) < 0)) first = head;
    }
    const entry = first?.source.entries[first.index];
    if (first === undefined || entry === undefined || (holding.length > 0 && rows.length >= atLeast))
      return { rows, isCut: false, wanting: holding.length > 0 ? [...holding, ...rowless] : withMore(sources) };
    if (rows.length === limit) return { rows, isCut: true, wanting: rowless };
    rows.push({ kind: first.source.kind, entry });
    first.hasRows = true;
    first.index++;
    settle(first);
  }
}

const withMore = (sources: readonly RowSource[]): KindId[] =>
  sources.filter(({ hasMore }) => hasMore).map(({ kind }) => kind);
