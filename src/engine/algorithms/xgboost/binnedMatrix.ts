import { sortColumn, type DataMatrix } from './dataMatrix.ts';
import { quantiles, type SortedValues } from './quantileSummary.ts';

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
    const values = columnOf(data, index);
    const sorted = sortedValues(data, index, values);
    present += sorted.values.length;
    return binColumn(values, sorted, maxBin);
  });
  return { columns, anyMissing: present < data.rows * data.columns };
}

function binColumn(values: Float32Array, present: SortedValues, maxBin: number): BinnedColumn {
  const summary = quantiles(present, maxBin);
  const smallest = summary[0]?.value;
  const lowerBound = smallest === undefined ? smallestGap : fround(fround(smallest - Math.abs(smallest)) - smallestGap);
  const inner = summary.slice(1, Math.min(summary.length, present.values.length, maxBin)).map(({ value }) => value);
  const largest = summary.at(-1)?.value ?? lowerBound;
  const upperBounds = Float32Array.from([...inner, largest + (Math.abs(largest) + smallestGap)]);
  const bins = new Uint16Array(values.length);
  for (let row = 0; row < bins.length; row++) bins[row] = binOf(values[row] as number, upperBounds);
  return { bins, upperBounds, lowerBound };
}

/** The first bin whose upper bound is greater, at most the last one; the number of bins for a missing value. */
function binOf(value: number, upperBounds: Float32Array): number {
  if (Number.isNaN(value)) return upperBounds.length;
  let from = 0;
  let to = upperBounds.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (value < (upperBounds[middle] as number)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function columnOf({ values, rows, columns }: DataMatrix, column: number): Float32Array {
  const result = new Float32Array(rows);
  for (let row = 0; row < rows; row++) result[row] = values[row * columns + column] as number;
  return result;
}

/** The present values, ascending. Without weights nobody asks whose they are, and the engine's own sort is the fastest. */
function sortedValues(data: DataMatrix, column: number, values: Float32Array): SortedValues {
  const { weights } = data;
  if (!weights) {
    // Missing values are sorted to the end.
    const sorted = values.toSorted();
    let count = sorted.length;
    while (count > 0 && Number.isNaN(sorted[count - 1])) count--;
    return { values: sorted.subarray(0, count) };
  }
  const sorted = sortColumn(data, column);
  return { values: sorted.values, weights: Float32Array.from(sorted.rows, (row) => weights[row] as number) };
}
