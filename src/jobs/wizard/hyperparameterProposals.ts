import type { HyperparameterSpec } from '../../catalog/algorithm.ts';
import { heldOutRows } from './heldOut.ts';
import { featuresOf, stepIdsOf, taskOfAnswers, type TrainAnswers } from './trainAnswers.ts';

/** Values to begin with, by name: enough for a first model, and to show what can be changed. */
export function proposedHyperparameters(answers: TrainAnswers): Record<string, string> {
  const { what, spec, table } = answers;
  if (what?.kind !== 'algorithm' || spec === undefined) return {};
  const proposals = proposalsOf[what.name]?.(answers) ?? {};
  const features = table && featuresOf(answers).length;
  const known = new Set(spec.hyperparameters.map(({ name }) => name));
  return {
    ...proposals,
    ...(features !== undefined && known.has('feature_dim') && { feature_dim: String(features) }),
  };
}

/** What to put into the box for a required value that nobody has given yet. */
export function proposedValue(spec: HyperparameterSpec, proposals: Readonly<Record<string, string>>): string {
  return proposals[spec.name] ?? spec.default ?? spec.values?.[0] ?? '';
}

const proposalsOf: Readonly<Record<string, (answers: TrainAnswers) => Record<string, string>>> = {
  xgboost: xgboostProposals,
  'linear-learner': linearLearnerProposals,
  knn: knnProposals,
  kmeans: kMeansProposals,
  pca: pcaProposals,
};

function xgboostProposals(answers: TrainAnswers): Record<string, string> {
  const common = { num_round: '100', eta: '0.3', max_depth: '6' };
  const hasValidation = (answers.data['validation']?.kind ?? 'none') !== 'none';
  // Where nothing is measured, nothing can stop early.
  const stopping: Record<string, string> = hasValidation ? { early_stopping_rounds: '10' } : {};
  const task = taskOfAnswers(answers);
  if (task?.kind !== 'classes') {
    return { objective: 'reg:squarederror', eval_metric: 'rmse', ...common, ...stopping };
  }
  return task.count === 2
    ? { objective: 'binary:logistic', eval_metric: 'logloss', ...common, ...stopping }
    : { objective: 'multi:softmax', num_class: String(task.count), eval_metric: 'mlogloss', ...common, ...stopping };
}

function linearLearnerProposals(answers: TrainAnswers): Record<string, string> {
  const task = taskOfAnswers(answers);
  const batch = linearLearnerBatch(answers);
  if (task === undefined) return batch;
  if (task.kind === 'regression') return { predictor_type: 'regressor', ...batch };
  if (task.count === 2) return { predictor_type: 'binary_classifier', ...batch };
  return { predictor_type: 'multiclass_classifier', num_classes: String(task.count), ...batch };
}

/** The default, 1000, is refused when there are fewer rows: a round number then that makes some steps of an epoch. */
function linearLearnerBatch(answers: TrainAnswers): Record<string, string> {
  const rows = trainingRows(answers);
  return rows === undefined || rows >= 1_000 ? {} : { mini_batch_size: String(roundedDown(rows / 4)) };
}

function knnProposals(answers: TrainAnswers): Record<string, string> {
  const task = taskOfAnswers(answers);
  return task === undefined ? {} : { predictor_type: task.kind === 'classes' ? 'classifier' : 'regressor' };
}

/** Few clusters, to look at first. */
function kMeansProposals(answers: TrainAnswers): Record<string, string> {
  return { k: String(atLeastOne(Math.min(3, trainingRows(answers) ?? Infinity))) };
}

function pcaProposals(answers: TrainAnswers): Record<string, string> {
  const features = answers.table && featuresOf(answers).length;
  return {
    // Without the data nobody knows how many there can be.
    ...(features !== undefined && { num_components: String(atLeastOne(Math.min(10, features))) }),
    mini_batch_size: String(atLeastOne(Math.min(500, trainingRows(answers) ?? Infinity))),
  };
}

/** The rows that are trained on, those apart that are held out; undefined where the data were not looked at. */
function trainingRows(answers: TrainAnswers): number | undefined {
  const rows = answers.table?.rows;
  if (rows === undefined) return undefined;
  const holdsOut = stepIdsOf(answers).some(
    (step) => step.kind === 'data' && answers.data[step.channel]?.kind === 'holdOut',
  );
  return holdsOut ? rows - heldOutRows(rows) : rows;
}

/** The largest of 1, 2, 5, 10, 20, 50, … that is not more; at least 1. */
function roundedDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeastOne(value)));
  return power * ([5, 2].find((digit) => digit * power <= value) ?? 1);
}

const atLeastOne = (value: number): number => Math.max(1, value);
