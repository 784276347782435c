/** The regularization of a tree; every number is single precision. */
export interface Regularization {
  readonly lambda: number;
  readonly alpha: number;
  readonly minChildWeight: number;
  readonly maxDeltaStep: number;
}

// The roundings below are libxgboost's (split_evaluator.h, param.h): sums in double, weights and gains in single precision.

/** The best weight of a leaf with these sums of first and second derivatives. */
export function leafWeight(of: Regularization, gradient: number, hessian: number): number {
  if (hessian < of.minChildWeight || hessian <= 0) return 0;
  const weight = -shrunk(gradient, of.alpha) / (hessian + of.lambda);
  const limited = of.maxDeltaStep !== 0 && Math.abs(weight) > of.maxDeltaStep;
  return Math.fround(limited ? Math.sign(weight) * of.maxDeltaStep : weight);
}

/** Twice the loss that a leaf with these sums saves. */
export function leafGain(of: Regularization, gradient: number, hessian: number): number {
  if (hessian <= 0) return 0;
  if (of.maxDeltaStep === 0) {
    const step = shrunk(gradient, of.alpha);
    return Math.fround(Math.fround(step * step) / Math.fround(hessian + of.lambda));
  }
  const { fround } = Math;
  const weight = leafWeight(of, gradient, hessian);
  const linear = fround(fround(2 * fround(gradient)) * weight);
  const square = fround(fround(fround(hessian) + of.lambda) * fround(weight * weight));
  return -fround(linear + square);
}

/** Soft threshold of the L1 penalty. */
function shrunk(gradient: number, alpha: number): number {
  if (gradient > alpha) return gradient - alpha;
  if (gradient < -alpha) return gradient + alpha;
  return 0;
}
