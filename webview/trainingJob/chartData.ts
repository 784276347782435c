import type { GroupBuckets, SeriesBuckets } from '../../src/protocol/trainingJobPanel.ts';

/** One row per pixel column that holds a point of any series of the group, ascending. */
export interface ChartRows {
  /** The step the column is drawn at: its last one. */
  readonly x: readonly number[];
  /** Per series, the bucket of each row; `undefined` where the series has none. */
  readonly buckets: readonly (readonly (number | undefined)[])[];
}

/** Aligns the series of a group by pixel column. */
export function alignRows({ series }: GroupBuckets): ChartRows {
  const columns = [...new Set(series.flatMap(({ column }) => [...column]))].sort((a, b) => a - b);
  const rowOf = new Map(columns.map((column, row) => [column, row]));
  const x = columns.map(() => -Infinity);
  const buckets = series.map(({ column, step }) => {
    const rows = columns.map((): number | undefined => undefined);
    column.forEach((at, bucket) => {
      const row = rowOf.get(at) ?? 0;
      rows[row] = bucket;
      x[row] = Math.max(x[row] ?? -Infinity, step[bucket] ?? -Infinity);
    });
    return rows;
  });
  return { x, buckets };
}

/** Bounds of y that hold every finite value of the window, with a little air. */
export function valueRange({ series }: GroupBuckets): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { first, last, min, max } of series) {
    for (const values of [first, last, min, max]) {
      for (const value of values) {
        if (!Number.isFinite(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (low > high) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - air, high + air];
}

/** Bounds of x; a single step gets room on both sides. */
export function stepRange({ from, to }: GroupBuckets): [from: number, to: number] {
  return to > from ? [from, to] : [from - 1, to + 1];
}

export interface WindowCounts {
  /** Points of all series inside the window. */
  readonly points: number;
  readonly total: number;
  /** Whether some pixel column stands for more than one point. */
  readonly aggregated: boolean;
}

export function countPoints(series: readonly SeriesBuckets[]): WindowCounts {
  let [points, total, aggregated] = [0, 0, false];
  for (const buckets of series) {
    total += buckets.total;
    for (const count of buckets.count) {
      points += count;
      aggregated ||= count > 1;
    }
  }
  return { points, total, aggregated };
}
