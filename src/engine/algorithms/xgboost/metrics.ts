import type { DataMatrix } from './dataMatrix.ts';
import { likeliestClass } from './softmax.ts';

/** A measure of predictions against labels, named as it is logged. */
export interface Metric {
  readonly name: string;
  /** Whether it compares a class with the probabilities of all classes, which stand row by row in `predictions`. */
  readonly multiclass?: true;
  evaluate(predictions: Float32Array, data: DataMatrix): number;
}

/** One metric of one dataset after a round. */
export interface Score {
  readonly dataset: string;
  readonly metric: string;
  readonly value: number;
}

const { fround } = Math;
const smallest = fround(1e-16);

/** The loss of a row whose classes' probabilities start at `start`. */
type ClassLoss = (label: number, predictions: Float32Array, start: number, classes: number) => number;

const classLosses: Readonly<Record<string, ClassLoss>> = {
  merror: (label, predictions, start, classes) => Number(likeliestClass(predictions, start, classes) !== label),
  mlogloss: (label, predictions, start) => -fround(Math.log(Math.max(predictions[start + label] as number, smallest))),
};

type RowLoss = (label: number, prediction: number) => number;

const rowLosses: Readonly<Record<string, RowLoss>> = {
  mae: (label, prediction) => Math.abs(fround(label - prediction)),
  mape: (label, prediction) => Math.abs(fround(fround(label - prediction) / label)),
  logloss: (label, prediction) =>
    fround(weightedLog(-label, prediction) + weightedLog(-fround(1 - label), fround(1 - prediction))),
};

/** The names `metricOf` knows, for messages. */
export const metricNames = ['rmse', 'mae', 'rmsle', 'mape', 'logloss', 'error', 'auc', 'merror', 'mlogloss'];

/** The metric of an `eval_metric` such as `rmse` or `error@0.7`, or undefined when this trainer does not compute it. */
export function metricOf(text: string): Metric | undefined {
  const [name = '', threshold] = text.split('@');
  if (name === 'error') return errorRate(threshold === undefined ? 0.5 : Number(threshold));
  if (threshold !== undefined) return undefined;
  if (name === 'rmse') return rootMean(name, (label, prediction) => squared(fround(label - prediction)));
  if (name === 'rmsle') {
    return rootMean(name, (label, prediction) => squared(fround(logOfOnePlus(label) - logOfOnePlus(prediction))));
  }
  if (name === 'auc') return { name, evaluate: areaUnderCurve };
  const classLoss = classLosses[name];
  if (classLoss) {
    return { name, multiclass: true, evaluate: (predictions, data) => classMean(classLoss, predictions, data) };
  }
  const loss = rowLosses[name];
  return loss && { name, evaluate: (predictions, data) => mean(loss, predictions, data) };
}

function rootMean(name: string, loss: RowLoss): Metric {
  return { name, evaluate: (predictions, data) => Math.sqrt(mean(loss, predictions, data)) };
}

function errorRate(threshold: number): Metric {
  const loss: RowLoss = (label, prediction) => (prediction > fround(threshold) ? fround(1 - label) : label);
  const name = threshold === 0.5 ? 'error' : `error@${Number(threshold.toPrecision(6))}`;
  return { name, evaluate: (predictions, data) => mean(loss, predictions, data) };
}

function mean(loss: RowLoss, predictions: Float32Array, data: DataMatrix): number {
  let total = 0;
  let weights = 0;
  for (let row = 0; row < data.rows; row++) {
    const weight = data.weights?.[row] ?? 1;
    total += fround(fround(loss(data.labels[row] as number, predictions[row] as number)) * weight);
    weights += weight;
  }
  return weights === 0 ? total : total / weights;
}

function classMean(loss: ClassLoss, predictions: Float32Array, data: DataMatrix): number {
  const classes = predictions.length / data.rows;
  let total = 0;
  let weights = 0;
  for (let row = 0; row < data.rows; row++) {
    const weight = data.weights?.[row] ?? 1;
    total += fround(loss(data.labels[row] as number, predictions, row * classes, classes) * weight);
    weights += weight;
  }
  return total / weights;
}

/** Area under the ROC curve by the trapezoid rule over tied predictions; NaN when only one class is there. */
function areaUnderCurve(predictions: Float32Array, data: DataMatrix): number {
  const order = Uint32Array.from({ length: data.rows }, (_, row) => row).sort(
    (a, b) => (predictions[b] as number) - (predictions[a] as number) || a - b,
  );
  let positives = 0;
  let negatives = 0;
  let positivesBefore = 0;
  let negativesBefore = 0;
  let area = 0;
  const closeTie = (): void => {
    area += ((positives + positivesBefore) / 2) * (negatives - negativesBefore);
    positivesBefore = positives;
    negativesBefore = negatives;
  };
  order.forEach((row, rank) => {
    if (rank > 0 && predictions[row] !== predictions[order[rank - 1] as number]) closeTie();
    const weight = data.weights?.[row] ?? 1;
    const label = data.labels[row] as number;
    positives += label * weight;
    negatives += (1 - label) * weight;
  });
  closeTie();
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : NaN;
}

const squared = (value: number): number => fround(value * value);
const logOfOnePlus = (value: number): number => fround(Math.log1p(value));
const weightedLog = (weight: number, probability: number): number =>
  weight === 0 ? 0 : fround(weight * fround(Math.log(Math.max(probability, smallest))));
