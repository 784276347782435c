import type { DataMatrix } from './dataMatrix.ts';
import type { Gradients } from './gradients.ts';

const { fround } = Math;
const smallestHessian = fround(1e-16);
/** C++'s `numeric_limits<float>::min()`: libxgboost starts its search of the largest margin here, so it never finds a negative one. */
const smallestNormal = 2 ** -126;

/**
 * The derivatives of `multi:softmax` and `multi:softprob` (libxgboost, multiclass_obj.cu).
 *
 * @param margins - Row by row, a margin per class.
 * @param into - One for each class.
 */
export function softmaxGradients(margins: Float32Array, data: DataMatrix, into: readonly Gradients[]): void {
  const classes = into.length;
  const exponentials = new Float32Array(classes);
  for (let row = 0; row < data.rows; row++) {
    const sum = exponentiate(margins, row * classes, exponentials, smallestNormal);
    const label = data.labels[row];
    const weight = data.weights?.[row] ?? 1;
    for (let output = 0; output < classes; output++) {
      const { first, second } = into[output] as Gradients;
      const probability = fround((exponentials[output] as number) / sum);
      const spread = fround(fround(fround(2 * probability) * fround(1 - probability)) * weight);
      second[row] = Math.max(spread, smallestHessian);
      first[row] = (label === output ? fround(probability - 1) : probability) * weight;
    }
  }
}

/** The class of the largest margin, the first of equal ones. */
export function likeliestClass(margins: Float32Array, start: number, classes: number): number {
  let best = 0;
  for (let output = 1; output < classes; output++) {
    if ((margins[start + output] as number) > (margins[start + best] as number)) best = output;
  }
  return best;
}

/** One class per row. */
export function likeliestClasses(margins: Float32Array, classes: number): Float32Array {
  return Float32Array.from({ length: margins.length / classes }, (_, row) =>
    likeliestClass(margins, row * classes, classes),
  );
}

/** The probability of every class, row by row. */
export function classProbabilities(margins: Float32Array, classes: number): Float32Array {
  const result = new Float32Array(margins.length);
  const exponentials = new Float32Array(classes);
  for (let start = 0; start < margins.length; start += classes) {
    const sum = exponentiate(margins, start, exponentials, -Infinity);
    for (let output = 0; output < classes; output++) result[start + output] = (exponentials[output] as number) / sum;
  }
  return result;
}

/** Fills `into` with the exponentials of one row, scaled by its largest margin; returns their sum in single precision. */
function exponentiate(margins: Float32Array, start: number, into: Float32Array, least: number): number {
  let largest = least;
  for (let output = 0; output < into.length; output++) largest = Math.max(largest, margins[start + output] as number);
  let sum = 0;
  for (let output = 0; output < into.length; output++) {
    into[output] = Math.exp(fround((margins[start + output] as number) - largest));
    sum += into[output] as number;
  }
  return fround(sum);
}
