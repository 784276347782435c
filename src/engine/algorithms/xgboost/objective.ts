import type { DataMatrix } from './dataMatrix.ts';
import type { Gradients } from './gradients.ts';
import { classProbabilities, likeliestClasses, softmaxGradients } from './softmax.ts';

export type ObjectiveName =
  'reg:squarederror' | 'reg:logistic' | 'binary:logistic' | 'multi:softmax' | 'multi:softprob';

/** A loss: how margins become predictions, and what their derivatives are. Margins stand row by row, `outputs` for each row. */
export interface Objective {
  readonly name: ObjectiveName;
  /** The margin that `base_score` stands for. */
  readonly baseMargin: (baseScore: number) => number;
  /** What the metrics look at, in single precision: as many numbers as there are margins. */
  readonly measured: (margins: Float32Array, outputs: number) => Float32Array;
  /** What a user gets; by default what is measured. */
  readonly predicted?: (margins: Float32Array, outputs: number) => Float32Array;
  /** @param into - The derivatives of each output. */
  gradients(margins: Float32Array, data: DataMatrix, scalePositiveWeight: number, into: readonly Gradients[]): void;
}

const { fround } = Math;
const smallestHessian = fround(1e-16);

/** The objective of this name. */
export function objectiveOf(name: ObjectiveName): Objective {
  if (name === 'reg:squarederror') return squaredError;
  if (name === 'multi:softprob') return softmax;
  if (name === 'multi:softmax') return { ...softmax, name, predicted: likeliestClasses };
  return { ...logistic, name };
}

/** True when labels must be probabilities. */
export function isLogistic(name: ObjectiveName): boolean {
  return name === 'reg:logistic' || name === 'binary:logistic';
}

/** True when labels are classes, counted from 0, and every class has trees of its own. */
export function isMulticlass(name: ObjectiveName): name is 'multi:softmax' | 'multi:softprob' {
  return name === 'multi:softmax' || name === 'multi:softprob';
}

/** The logistic function as libxgboost computes it, safe from overflow. */
function sigmoid(margin: number): number {
  const exponential = fround(Math.exp(Math.min(fround(-margin), fround(88.7))));
  return fround(1 / fround(exponential + 1));
}

const squaredError: Objective = {
  name: 'reg:squarederror',
  baseMargin: (baseScore) => baseScore,
  measured: (margins) => margins,
  gradients(margins, data, scalePositiveWeight, [into]) {
    if (!into) return;
    for (let row = 0; row < data.rows; row++) {
      const weight = rowWeight(data, row, scalePositiveWeight);
      into.first[row] = fround((margins[row] as number) - (data.labels[row] as number)) * weight;
      into.second[row] = weight;
    }
  },
};

const logistic: Objective = {
  name: 'binary:logistic',
  baseMargin: (baseScore) => fround(-Math.log(fround(fround(1 / baseScore) - 1))),
  measured: (margins) => margins.map(sigmoid),
  gradients(margins, data, scalePositiveWeight, [into]) {
    if (!into) return;
    for (let row = 0; row < data.rows; row++) {
      const weight = rowWeight(data, row, scalePositiveWeight);
      const probability = sigmoid(margins[row] as number);
      into.first[row] = fround(probability - (data.labels[row] as number)) * weight;
      into.second[row] = Math.max(fround(probability * fround(1 - probability)), smallestHessian) * weight;
    }
  },
};

const softmax: Objective = {
  name: 'multi:softprob',
  baseMargin: (baseScore) => baseScore,
  measured: classProbabilities,
  gradients: (margins, data, _scalePositiveWeight, into) => softmaxGradients(margins, data, into),
};

function rowWeight(data: DataMatrix, row: number, scalePositiveWeight: number): number {
  const weight = data.weights?.[row] ?? 1;
  return data.labels[row] === 1 ? fround(weight * scalePositiveWeight) : weight;
}
