/** The constants of a Gaussian process over points of a search space; variances are those of objectives that were standardised. */
export interface KernelParameters {
  /** One for each hyperparameter: how far one must go for the objective to become another. */
  readonly lengths: readonly number[];
  readonly signal: number;
  readonly noise: number;
}

const root5 = Math.sqrt(5);

/** The Matérn covariance with ν = 5/2 for variance 1: objectives are twice differentiable (Rasmussen & Williams 2006, eq. 4.17). */
export function matern(squaredDistance: number): number {
  const r = root5 * Math.sqrt(squaredDistance);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/** −2 times its derivative with respect to the squared distance. */
export function maternSlope(squaredDistance: number): number {
  const r = root5 * Math.sqrt(squaredDistance);
  return (5 / 3) * (1 + r) * Math.exp(-r);
}
