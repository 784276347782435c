import { normalQuantile } from './normalDistribution.ts';

/**
 * Makes losses what a Gaussian process can explain. Those better than the median stay as they are; of the others only the order counts: they
 * get the quantiles of the normal distribution that the better half has. So no outlier drowns the differences that matter (Song et al. 2024,
 * The Vizier Gaussian Process Bandit Algorithm, half-rank warping). Then mean 0 and variance 1.
 * @param losses - Finite; at least one.
 */
export function warpLosses(losses: readonly number[]): Float64Array {
  return warp(Array.from(standardise(losses)));
}

function warp(losses: readonly number[]): Float64Array {
  const ordered = [...new Set(losses)].sort((a, b) => a - b);
  const middle = (ordered.length - 1) / 2;
  const median = (ordered[Math.floor(middle)] as number) / 2 + (ordered[Math.ceil(middle)] as number) / 2;
  const better = losses.filter((loss) => loss < median);
  const spread = Math.sqrt(better.reduce((sum, loss) => sum + (loss - median) ** 2, 0) / better.length);
  const warped = new Map(
    ordered.map((loss, rank) => {
      if (loss <= median) return [loss, loss];
      return [loss, median + spread * normalQuantile((rank + 0.5) / ordered.length)];
    }),
  );
  return standardise(losses.map((loss) => warped.get(loss) as number));
}

/** Mean 0 and variance 1; all 0 where they do not differ. */
export function standardise(values: readonly number[]): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Divided first: the square of a large number may be infinite.
  const scaled = Float64Array.from(values, (value) => (largest === 0 ? 0 : value / largest));
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const deviation = Math.sqrt(scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length);
  return scaled.map((value) => (deviation > 1e-12 ? (value - mean) / deviation : 0));
}
