/** Of requests, in milliseconds; undefined without one. */
export function latencyOf(
  milliseconds: readonly number[],
): { readonly requests: number; readonly median: number; readonly p95: number } | undefined {
  if (milliseconds.length === 0) return undefined;
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return { requests: sorted.length, median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [low = 0, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}
