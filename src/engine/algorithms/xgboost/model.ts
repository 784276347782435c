import { leafValue, type Tree } from './tree.ts';
import { objectiveOf, type ObjectiveName } from './objective.ts';

/** A trained booster. */
export interface XgboostModel {
  readonly objective: ObjectiveName;
  readonly columns: number;
  /** As given, before the objective turns it into a margin. */
  readonly baseScore: number;
  readonly scalePositiveWeight: number;
  readonly trees: readonly Tree[];
  /** Notes of the training run, such as `best_iteration`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Predictions for rows of `model.columns` features each, in the objective's own unit (a probability for logistic ones).
 *
 * @param rows - Row by row, NaN for a missing value.
 */
export function predict(model: XgboostModel, rows: Float32Array): Float32Array {
  const objective = objectiveOf(model.objective);
  const predictions = new Float32Array(rows.length / model.columns);
  predictions.fill(objective.baseMargin(model.baseScore));
  for (const tree of model.trees) addTree(predictions, tree, rows, model.columns);
  return predictions.map(objective.transform);
}

/** Adds a tree's leaf to each row's margin, rounding to single precision tree by tree as libxgboost does. */
export function addTree(margins: Float32Array, tree: Tree, rows: Float32Array, columns: number): void {
  for (let row = 0; row < margins.length; row++) {
    margins[row] = (margins[row] as number) + leafValue(tree, rows, row * columns);
  }
}
