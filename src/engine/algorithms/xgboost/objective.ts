import type { DataMatrix } from './dataMatrix.ts';

export type ObjectiveName = 'reg:squarederror' | 'reg:logistic' | 'binary:logistic';

/** First and second derivatives of the loss, one per row. */
export interface Gradients {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** A loss: how margins become predictions, and what their derivatives are. */
export interface Objective {
  readonly name: ObjectiveName;
  /** The margin that `base_score` stands for. */
  readonly baseMargin: (baseScore: number) => number;
  /** A prediction from a margin, in single precision. */
  readonly transform: (margin: number) => number;
  gradients(margins: Float32Array, data: DataMatrix, scalePositiveWeight: number, into: Gradients): void;
}

const { fround } = Math;
const smallestHessian = fround(1e-16);

/** The objective of this name. */
export function objectiveOf(name: ObjectiveName): Objective {
  return name === 'reg:squarederror' ? squaredError : { ...logistic, name };
}

/** True when labels must be probabilities. */
export function isLogistic(name: ObjectiveName): boolean {
  return name !== 'reg:squarederror';
}

/** The logistic function as libxgboost computes it, safe from overflow. */
function sigmoid(margin: number): number {
  const exponential = fround(Math.exp(Math.min(fround(-margin), fround(88.7))));
  return fround(1 / fround(exponential + 1));
}

const squaredError: Objective = {
  name: 'reg:squarederror',
  baseMargin: (baseScore) => baseScore,
  transform: (margin) => margin,
  gradients(margins, data, scalePositiveWeight, { first, second }) {
    for (let row = 0; row < data.rows; row++) {
      const weight = rowWeight(data, row, scalePositiveWeight);
      first[row] = fround((margins[row] as number) - (data.labels[row] as number)) * weight;
      second[row] = weight;
    }
  },
};

const logistic: Objective = {
  name: 'binary:logistic',
  baseMargin: (baseScore) => fround(-Math.log(fround(fround(1 / baseScore) - 1))),
  transform: sigmoid,
  gradients(margins, data, scalePositiveWeight, { first, second }) {
    for (let row = 0; row < data.rows; row++) {
      const weight = rowWeight(data, row, scalePositiveWeight);
      const probability = sigmoid(margins[row] as number);
      first[row] = fround(probability - (data.labels[row] as number)) * weight;
      second[row] = Math.max(fround(probability * fround(1 - probability)), smallestHessian) * weight;
    }
  },
};

function rowWeight(data: DataMatrix, row: number, scalePositiveWeight: number): number {
  const weight = data.weights?.[row] ?? 1;
  return data.labels[row] === 1 ? fround(weight * scalePositiveWeight) : weight;
}
