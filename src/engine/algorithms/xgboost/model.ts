import { leafValue, type Tree } from './tree.ts';
import { objectiveOf, type ObjectiveName } from './objective.ts';

/** A trained booster. */
export interface XgboostModel {
  readonly objective: ObjectiveName;
  readonly columns: number;
  /** Numbers per row that the trees add up to: the classes of a multi-class objective, otherwise 1. */
  readonly outputs: number;
  /** As given, before the objective turns it into a margin. */
  readonly baseScore: number;
  readonly scalePositiveWeight: number;
  /** Round by round, in each round one for every output. */
  readonly trees: readonly Tree[];
  /** Notes of the training run, such as `best_iteration`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Predictions for rows of `model.columns` features each, in the objective's own unit: a probability for logistic ones, the class for
 * `multi:softmax`, the probability of every class, row by row, for `multi:softprob`.
 *
 * @param rows - Row by row, NaN for a missing value.
 */
export function predict(model: XgboostModel, rows: Float32Array): Float32Array {
  const { outputs } = model;
  const objective = objectiveOf(model.objective);
  const margins = new Float32Array((rows.length / model.columns) * outputs);
  margins.fill(objective.baseMargin(model.baseScore));
  model.trees.forEach((tree, index) =>
    addTree(margins, tree, rows, model.columns, { output: index % outputs, outputs }),
  );
  return (objective.predicted ?? objective.measured)(margins, outputs);
}

/** Adds a tree's leaf to each row's margin of one output, rounding to single precision tree by tree as libxgboost does. */
export function addTree(
  margins: Float32Array,
  tree: Tree,
  rows: Float32Array,
  columns: number,
  { output, outputs }: { readonly output: number; readonly outputs: number },
): void {
  for (let at = output, offset = 0; at < margins.length; at += outputs, offset += columns) {
    margins[at] = (margins[at] as number) + leafValue(tree, rows, offset);
  }
}
