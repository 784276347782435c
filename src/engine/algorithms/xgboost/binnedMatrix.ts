import { sortColumn, type DataMatrix, type SortedColumn } from './dataMatrix.ts';
import { quantiles } from './quantileSummary.ts';

/** One feature in bins: a value belongs to the first bin whose upper bound is greater. */
export interface BinnedColumn {
  /** The bin of each row; the number of bins where the value is missing. */
  readonly bins: Uint16Array;
  /** Ascending; a value equal to a bound belongs to the next bin. */
  readonly upperBounds: Float32Array;
  /** Less than every value. */
  readonly lowerBound: number;
}

export interface BinnedMatrix {
  readonly columns: readonly BinnedColumn[];
  readonly anyMissing: boolean;
}

/** More bins than a column can have. */
export const mostBins = 2 ** 16 - 2;

const { fround } = Math;
const smallestGap = fround(1e-5);

/**
 * Puts every value into one of at most `maxBin` bins, of about the same weight each. With no more distinct values than bins every
 * distinct value has a bin of its own, as in libxgboost's hist.
 */
export function binMatrix(data: DataMatrix, maxBin: number): BinnedMatrix {
  let present = 0;
  const columns = Array.from({ length: data.columns }, (_, index) => {
    const column = sortColumn(data, index);
    present += column.values.length;
    return binColumn(column, data, maxBin);
  });
  return { columns, anyMissing: present < data.rows * data.columns };
}

function binColumn(column: SortedColumn, data: DataMatrix, maxBin: number): BinnedColumn {
  const count = column.values.length;
  const most = Math.min(count, maxBin);
  const summary = quantiles(column, data.weights, maxBin);
  const smallest = summary[0]?.value;
  const lowerBound = smallest === undefined ? smallestGap : fround(fround(smallest - Math.abs(smallest)) - smallestGap);
  const inner = summary.slice(1, Math.min(summary.length, most)).map(({ value }) => value);
  const largest = summary.at(-1)?.value ?? lowerBound;
  const upperBounds = Float32Array.from([...inner, largest + (Math.abs(largest) + smallestGap)]);
  const bins = new Uint16Array(data.rows).fill(upperBounds.length);
  for (let at = 0, bin = 0; at < count; at++) {
    const value = column.values[at] as number;
    while (bin < upperBounds.length - 1 && value >= (upperBounds[bin] as number)) bin++;
    bins[column.rows[at] as number] = bin;
  }
  return { bins, upperBounds, lowerBound };
}
