/** The points to summarise; a `MetricSeries` is one. */
export interface SeriesPoints {
  readonly name: string;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** Whether `steps` never goes back. */
  readonly isSorted: boolean;
}

export interface BucketWindow {
  /** Bounds in steps, both included. */
  readonly from: number;
  readonly to: number;
  /** Pixel columns. */
  readonly width: number;
}

/** One entry per pixel column that holds a point, columns ascending. All arrays have the same length. */
export interface SeriesBuckets {
  readonly name: string;
  /** Points of the whole series, inside the window or not. */
  readonly total: number;
  readonly column: Float64Array;
  /** Points in the column. */
  readonly count: Float64Array;
  /** Step of the column's last point. */
  readonly step: Float64Array;
  /** First and last value in the order of logging, NaN and infinities as they are. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Over the column's values that are not NaN, infinities included; NaN when there is none. */
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** The column of a step inside the window. */
function columnOf(step: number, { from, to, width }: BucketWindow): number {
  return to > from ? Math.min(width - 1, Math.floor(((step - from) / (to - from)) * width)) : 0;
}

/**
 * Summarises every point of the window per pixel column; nothing is sampled.
 * @throws RangeError when the bounds are not finite or the width is not a positive integer.
 */
export function bucketize(series: SeriesPoints, window: BucketWindow): SeriesBuckets {
  const { from, to, width } = window;
  if (!Number.isFinite(from) || !Number.isFinite(to)) throw new RangeError(`window ${from}..${to} is not finite`);
  if (!Number.isInteger(width) || width < 1) throw new RangeError(`width ${width} is not a positive integer`);

  const { steps, values } = series;
  const count = new Float64Array(width);
  const [step, first, last] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  const [min, max] = [new Float64Array(width).fill(NaN), new Float64Array(width).fill(NaN)];

  const begin = series.isSorted ? lowerBound(steps, from) : 0;
  for (let at = begin; at < steps.length; at++) {
    const x = steps[at] as number;
    if (x > to && series.isSorted) break;
    if (x < from || x > to) continue;
    const value = values[at] as number;
    const column = columnOf(x, window);
    if (count[column] === 0) first[column] = value;
    count[column] = (count[column] as number) + 1;
    step[column] = x;
    last[column] = value;
    // Negated, so that the first number replaces the NaN that stands for "none yet".
    if (!(value >= (min[column] as number)) && !Number.isNaN(value)) min[column] = value;
    if (!(value <= (max[column] as number)) && !Number.isNaN(value)) max[column] = value;
  }

  const column = Float64Array.from(count.keys()).filter((index) => count[index] !== 0);
  const pick = (dense: Float64Array): Float64Array => column.map((index) => dense[index] as number);
  return {
    name: series.name,
    total: steps.length,
    column,
    count: pick(count),
    step: pick(step),
    first: pick(first),
    last: pick(last),
    min: pick(min),
    max: pick(max),
  };
}

/** Index of the first element that is not below `bound`. */
function lowerBound(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
