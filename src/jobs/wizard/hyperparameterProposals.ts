import type { HyperparameterSpec } from '../../catalog/algorithm.ts';
import { featuresOf, taskOfAnswers, type TrainAnswers } from './trainAnswers.ts';

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
  if (task === undefined) return {};
  if (task.kind === 'regression') return { predictor_type: 'regressor' };
  if (task.count === 2) return { predictor_type: 'binary_classifier' };
  return { predictor_type: 'multiclass_classifier', num_classes: String(task.count) };
}

function knnProposals(answers: TrainAnswers): Record<string, string> {
  const task = taskOfAnswers(answers);
  return task === undefined ? {} : { predictor_type: task.kind === 'classes' ? 'classifier' : 'regressor' };
}
