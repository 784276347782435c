import type { HyperparameterSpec } from '../../catalog/algorithm.ts';
import { labelOf, textColumns, type TrainAnswers } from './trainAnswers.ts';

/** More classes than this are taken for numbers. */
const maxClasses = 10;

/** Values to begin with, by name: enough for a first model, and to show what can be changed. */
export function proposedHyperparameters(answers: TrainAnswers): Record<string, string> {
  const { what, spec, table } = answers;
  if (what?.kind !== 'algorithm' || spec === undefined) return {};
  const proposals = what.name === 'xgboost' ? xgboostProposals(answers) : {};
  const features =
    table && table.columns.length - textColumns(answers).length - (labelOf(answers) === undefined ? 0 : 1);
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

function xgboostProposals(answers: TrainAnswers): Record<string, string> {
  const common = { num_round: '100', eta: '0.3', max_depth: '6' };
  const label = labelOf(answers);
  const values = label === undefined ? undefined : answers.table?.columns[label]?.distinct.map(Number);
  const hasValidation = (answers.data['validation']?.kind ?? 'none') !== 'none';
  // Where nothing is measured, nothing can stop early.
  const stopping: Record<string, string> = hasValidation ? { early_stopping_rounds: '10' } : {};
  if (isClasses(values)) {
    const classes = values.length;
    return classes === 2
      ? { objective: 'binary:logistic', eval_metric: 'logloss', ...common, ...stopping }
      : { objective: 'multi:softmax', num_class: String(classes), eval_metric: 'mlogloss', ...common, ...stopping };
  }
  return { objective: 'reg:squarederror', eval_metric: 'rmse', ...common, ...stopping };
}

/** Whether the values are 0, 1, … without a gap, as XGBoost wants its classes. */
function isClasses(values: readonly number[] | undefined): values is readonly number[] {
  if (values === undefined || values.length < 2 || values.length > maxClasses) return false;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.every((value, index) => value === index);
}
