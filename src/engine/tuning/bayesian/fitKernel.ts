import { CholeskyFactor } from './choleskyFactor.ts';
import { matern, maternSlope, type KernelParameters } from './matern.ts';
import { minimize } from './minimize.ts';

/** A normal distribution of a logarithm. */
interface Prior {
  readonly mean: number;
  readonly deviation: number;
}

/** Bounds of the logarithms, beyond which rounding decides. */
const bounds = { length: [-4, 6], signal: [-4, 4], noise: [-13.8, 1] } as const;
const signalPrior: Prior = { mean: 0, deviation: 1 };
/** Hardly any noise, as training jobs of one seed have; data may say otherwise. */
const noisePrior: Prior = { mean: -6, deviation: 1 };

/** The prior that grows with the dimension (Hvarfner et al. 2024, Vanilla Bayesian Optimization Performs Great in High Dimensions, section 4.2). */
function lengthPrior(parameters: number): Prior {
  return { mean: Math.SQRT2 + Math.log(parameters) / 2, deviation: Math.sqrt(3) };
}

/**
 * The most probable constants of the kernel, given what was observed (maximum a posteriori of the marginal likelihood,
 * Rasmussen & Williams 2006, eq. 5.8 and 5.9).
 * @param points - At least one.
 * @param objectives - Standardised: mean 0, variance 1.
 * @param parameterOf - To which hyperparameter a coordinate of the points belongs.
 */
export function fitKernel(
  points: readonly Float64Array[],
  objectives: Float64Array,
  parameterOf: readonly number[],
): KernelParameters {
  const parameters = Math.max(0, ...parameterOf) + 1;
  const squares = squaredDifferences(points, parameterOf, parameters);
  const priors = [...Array.from({ length: parameters }, () => lengthPrior(parameters)), signalPrior, noisePrior];
  const evaluate = (logs: Float64Array): { value: number; gradient: Float64Array } => {
    const result = negativeLogPosterior(logs.map(bounded), squares, objectives, priors);
    // Beyond a bound the value grows as it does on it, so that the search comes back.
    for (let at = 0; at < logs.length; at++) {
      const over = (logs[at] as number) - bounded(logs[at] as number, at, logs);
      result.value += over * over;
      result.gradient[at] = over === 0 ? (result.gradient[at] as number) : 2 * over;
    }
    return result;
  };
  const starts = points.length > manyPoints ? [0.5] : [0.2, 1];
  const ends = starts.map((length) => {
    const start = new Float64Array(parameters + 2).fill(Math.log(length * Math.sqrt(parameters)));
    start[parameters] = 0;
    start[parameters + 1] = noisePrior.mean;
    return minimize(evaluate, start, mostSteps);
  });
  const best = ends.reduce((one, other) => (other.value < one.value ? other : one));
  const constants = Array.from(best.point.map(bounded), Math.exp);
  return {
    lengths: constants.slice(0, parameters),
    signal: constants[parameters] as number,
    noise: constants[parameters + 1] as number,
  };
}

const manyPoints = 60;
const mostSteps = 40;

function bounded(log: number, at: number, all: Float64Array): number {
  const [low, high] = bounds[at < all.length - 2 ? 'length' : at === all.length - 2 ? 'signal' : 'noise'];
  return Math.min(high, Math.max(low, log));
}

/** For every pair, row by row of the lower triangle without its diagonal, one square for each hyperparameter. */
function squaredDifferences(
  points: readonly Float64Array[],
  parameterOf: readonly number[],
  parameters: number,
): Float64Array {
  const squares = new Float64Array(((points.length * (points.length - 1)) / 2) * parameters);
  let at = 0;
  points.forEach((point, row) => {
    for (let other = 0; other < row; other++, at += parameters) {
      parameterOf.forEach((parameter, column) => {
        const apart = (point[column] ?? 0) - (points[other]?.[column] ?? 0);
        squares[at + parameter] = (squares[at + parameter] as number) + apart * apart;
      });
    }
  });
  return squares;
}

function negativeLogPosterior(
  logs: Float64Array,
  squares: Float64Array,
  objectives: Float64Array,
  priors: readonly Prior[],
): { value: number; gradient: Float64Array } {
  const parameters = priors.length - 2;
  const count = objectives.length;
  const signal = Math.exp(logs[parameters] as number);
  const noise = Math.exp(logs[parameters + 1] as number);
  const weights = logs.slice(0, parameters).map((log) => Math.exp(-2 * log));
  const distances = new Float64Array(squares.length / parameters).map((_, pair) => {
    let sum = 0;
    for (let at = 0; at < parameters; at++)
      sum += (squares[pair * parameters + at] as number) * (weights[at] as number);
    return sum;
  });

  const factor = new CholeskyFactor();
  const correlations = distances.map(matern);
  for (let row = 0; row < count; row++) {
    const start = (row * (row - 1)) / 2;
    const covariances = correlations.slice(start, start + row).map((correlation) => signal * correlation);
    factor.append(covariances, signal + noise, noise * 1e-3);
  }
  const weighted = objectives.slice();
  factor.forward(weighted);
  let value = factor.logDeterminant() / 2;
  for (const entry of weighted) value += (entry * entry) / 2;
  factor.backward(weighted);

  const gradient = new Float64Array(priors.length);
  const inverse = inverseOf(factor);
  let pair = 0;
  let [bySignal, byNoise] = [0, 0];
  for (let row = 0; row < count; row++) {
    const mine = weighted[row] as number;
    for (let other = 0; other < row; other++, pair++) {
      // The pair stands twice in the matrix, which the half of the formula takes back.
      const share = (inverse[row * count + other] as number) - mine * (weighted[other] as number);
      bySignal += share * signal * (correlations[pair] as number);
      const slope = share * signal * maternSlope(distances[pair] as number);
      for (let at = 0; at < parameters; at++) {
        gradient[at] =
          (gradient[at] as number) + slope * (squares[pair * parameters + at] as number) * (weights[at] as number);
      }
    }
    const share = ((inverse[row * count + row] as number) - mine * mine) / 2;
    bySignal += share * signal;
    byNoise += share * noise;
  }
  gradient[parameters] = bySignal;
  gradient[parameters + 1] = byNoise;

  priors.forEach(({ mean, deviation }, at) => {
    const z = ((logs[at] as number) - mean) / deviation;
    value += (z * z) / 2;
    gradient[at] = (gradient[at] as number) + z / deviation;
  });
  return { value, gradient };
}

/** Square, row by row; only the lower triangle is filled in. */
function inverseOf(factor: CholeskyFactor): Float64Array {
  const count = factor.size;
  const inverse = new Float64Array(count * count);
  for (let column = 0; column < count; column++) {
    const unit = new Float64Array(count);
    unit[column] = 1;
    factor.forward(unit, column);
    factor.backward(unit, column);
    for (let row = column; row < count; row++) inverse[row * count + column] = unit[row] as number;
  }
  return inverse;
}
