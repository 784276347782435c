import { normalQuantile } from './normalDistribution.ts';

/**
 * Makes losses what a Gaussian process can explain. Those better than the median stay as they are; of the others only the order counts: they
 * get the quantiles of the normal distribution that the better half has. So no outlier drowns the differences that matter (Song et al. 2024,
 * The Vizier Gaussian Process Bandit Algorithm, half-rank warping). Then mean 0 and variance 1.
 * @param losses - Finite; at least one.
 */
export function warpLosses(losses: readonly number[]): Float64Array {
  const ordered = [...new Set(losses)].sort((a, b) => a - b);
  const middle = (ordered.length - 1) / 2;
  const median = (ordered[Math.floor(middle)] as number) / 2 + (ordered[Math.ceil(middle)] as number) / 2;
  const gains = losses.filter((loss) => loss < median).map((loss) => median - loss);
  const spread = rootMeanSquare(gains);
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
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const deviations = values.map((value) => value - mean);
  const deviation = rootMeanSquare(deviations);
  const alike = !(deviation > 1e-12 * Math.abs(mean)) || !Number.isFinite(deviation);
  return Float64Array.from(deviations, (value) => (alike ? 0 : value / deviation));
}

/** Divided by the largest first: the square of a large number is infinite, that of a small one 0. */
function rootMeanSquare(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0) / values.length);
}
