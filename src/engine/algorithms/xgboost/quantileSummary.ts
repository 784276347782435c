const { fround } = Math;
/** libxgboost's kFactor: so many times the quantiles that it ends with are kept on the way. */
const sketchFactor = 8;

/** Ascending values, each with its weight; without weights each weighs 1. */
export interface SortedValues {
  readonly values: Float32Array;
  readonly weights?: Float32Array;
}

/** A distinct value with its range of ranks; all single precision, as in libxgboost's quantile.h. */
interface Ranked {
  readonly value: number;
  /** Weight of everything before the value. */
  readonly before: number;
  /** Weight of everything up to and with the value. */
  readonly upTo: number;
}

/** Distinct values in ascending order. */
export type QuantileSummary = readonly Ranked[];

/** Every distinct value of a column; rows without weight do not count. */
function summaryOf({ values, weights }: SortedValues): QuantileSummary {
  const summary: Ranked[] = [];
  let before = 0;
  for (let at = 0; at < values.length;) {
    const value = values[at] as number;
    let own = 0;
    for (; at < values.length && values[at] === value; at++) {
      own = fround(own + (weights?.[at] ?? 1));
    }
    if (own === 0) continue;
    const upTo = fround(before + own);
    summary.push({ value, before, upTo });
    before = upTo;
  }
  return summary;
}

/** At most `size` of the values, at even ranks between the first and the last, which both stay. */
function pruned(summary: QuantileSummary, size: number): QuantileSummary {
  const last = summary.length - 1;
  if (last < size) return summary;
  const at = (index: number): Ranked => summary[index] as Ranked;
  const base = at(0).upTo;
  const range = fround(at(last).before - base);
  const parts = size - 1;
  const chosen = new Set([0]);
  let index = 1;
  for (let part = 1; part < parts; part++) {
    // Twice the rank, compared with sums of two ranks, as libxgboost does.
    const rank = fround(2 * fround(fround(fround(part * range) / parts) + base));
    while (index < last && rank >= fround(at(index + 1).upTo + at(index + 1).before)) index++;
    if (index === last) break;
    chosen.add(rank < fround(at(index).upTo + at(index + 1).before) ? index : index + 1);
  }
  return [...chosen.add(last)].map(at);
}

/**
 * The quantiles of a column, one more than bins, that libxgboost's sketch ends with where it fits into one piece; a longer column it
 * sums up piece by piece, with ranks that are a little less exact than these.
 */
export function quantiles(sorted: SortedValues, maxBin: number): QuantileSummary {
  const count = sorted.values.length;
  const sketch = pruned(summaryOf(sorted), sketchLimit(count, Math.min(count, maxBin)));
  return pruned(pruned(sketch, maxBin * sketchFactor), Math.min(count, maxBin) + 1);
}

/** The size that libxgboost gives its sketch of `count` values for `bins` quantiles. */
function sketchLimit(count: number, bins: number): number {
  for (let level = 1; ; level++) {
    const size = Math.min(count, level * bins * sketchFactor + 1);
    if (2 ** level * size >= count) return size;
  }
}
