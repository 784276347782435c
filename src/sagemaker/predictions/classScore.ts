/** A row's class, and the one that was predicted. */
export interface Classified {
  readonly truth: string;
  readonly predicted: string;
  /** That the model gave to the true class. */
  readonly probability?: number;
}

/** As scikit-learn's log_loss, so that one sure mistake is not infinitely bad: float64's smallest step from 1. */
const leastProbability = Number.EPSILON;

/** Accuracy, log loss (where every row has a probability) and the confusion table of rows whose classes are all in `classes`. */
export function accuracyOf(rows: readonly Classified[], classes: readonly string[]) {
  const placeOf = new Map(classes.map((name, index) => [name, index]));
  const confusion = classes.map(() => classes.map(() => 0));
  let right = 0;
  let loss = 0;
  for (const { truth, predicted, probability = NaN } of rows) {
    if (truth === predicted) right++;
    const counts = confusion[placeOf.get(truth) ?? -1];
    const at = placeOf.get(predicted) ?? -1;
    if (counts?.[at] !== undefined) counts[at]++;
    loss -= Math.log(Math.min(1 - leastProbability, Math.max(leastProbability, probability)));
  }
  const logLoss = loss / rows.length;
  return {
    rows: rows.length,
    accuracy: right / rows.length,
    ...(Number.isFinite(logLoss) && { logLoss }),
    classes,
    confusion,
  };
}
