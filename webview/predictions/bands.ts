/** Rows whose true values lie in one of ten bands. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Predicted. */
  readonly low: number;
  readonly mean: number;
  readonly high: number;
  /** Predicted less true, on average. */
  readonly difference: number;
}

const bands = 10;

/** A scatter plot as numbers: bands of equal width that hold rows, ascending. */
export function bandsOf(truth: Float64Array, predicted: Float64Array): Band[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of truth) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const width = (high - low) / bands || 1;
  const groups = Array.from({ length: bands }, (): number[] => []);
  truth.forEach((value, index) => groups[Math.min(bands - 1, Math.floor((value - low) / width))]?.push(index));
  return groups.flatMap((rows, band): Band[] => {
    if (rows.length === 0) return [];
    const values = rows.map((row) => predicted[row] ?? NaN);
    const mean = sum(values) / rows.length;
    return [
      {
        from: low + band * width,
        to: low + (band + 1) * width,
        rows: rows.length,
        low: Math.min(...values),
        mean,
        high: Math.max(...values),
        difference: mean - sum(rows.map((row) => truth[row] ?? NaN)) / rows.length,
      },
    ];
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
