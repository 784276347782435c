import type { AlgorithmSpec, HyperparameterProblem, HyperparameterValues } from '../algorithm.ts';
import { closest } from '../../shared/closest.ts';
import { dataChannels } from './dataChannels.ts';
import { hyperparameters } from './xgboostHyperparameters.ts';
import { metricNames, metrics, metricsOfJob } from './xgboostMetrics.ts';
import { syntaxProblems } from './xgboostSyntax.ts';
import { versionProblems } from './xgboostVersions.ts';

function dependencyProblems(values: HyperparameterValues, imageTag?: string): HyperparameterProblem[] {
  const problems: HyperparameterProblem[] = [];
  const { objective = 'reg:squarederror', tree_method: method = 'auto' } = values;
  const report = (name: string, message: string): void => void problems.push({ name, message });

  if (objective.startsWith('multi:') && values['num_class'] === undefined) {
    report('num_class', `num_class is required by the objective ${objective}: the number of classes, labelled from 0.`);
  }
  if (values['num_class'] !== undefined && !objective.startsWith('multi:')) {
    report('num_class', `num_class goes with multi:softmax and multi:softprob only, not with ${objective}.`);
  }
  for (const metric of values['eval_metric']?.split(',') ?? []) {
    const message = metricProblem(metric, objective);
    if (message !== undefined) report('eval_metric', message);
  }
  if (values['eval_metric'] !== undefined && values['objective'] === undefined) {
    report('objective', 'The XGBoost image refuses eval_metric without objective: set objective as well.');
  }
  if (values['monotone_constraints'] !== undefined && !['exact', 'hist'].includes(method)) {
    report('monotone_constraints', "monotone_constraints needs tree_method 'exact' or 'hist'.");
  }
  if (values['interaction_constraints'] !== undefined && !['exact', 'hist', 'approx'].includes(method)) {
    report('interaction_constraints', "interaction_constraints needs tree_method 'exact', 'hist' or 'approx'.");
  }
  // Until 1.7 'auto' means 'exact' for data of ordinary size, from 2.0 on 'hist'.
  const exact = method === 'exact' || (method === 'auto' && /^[01]\b/.test(imageTag ?? ''));
  if (exact && values['booster'] !== 'gblinear' && Number(values['max_depth'] ?? 6) === 0) {
    report(
      'max_depth',
      `max_depth 0 (no limit) is not possible with tree_method '${method}': set 1 or more, or tree_method 'hist'.`,
    );
  }
  if (values['booster'] !== 'gblinear' && Number(values['max_bin'] ?? 256) < 2)
    report('max_bin', `max_bin must be at least 2, which XGBoost asks for, but is ${values['max_bin']}.`);
  const base = Number(values['base_score'] ?? 0.5);
  if (['binary:logistic', 'reg:logistic'].includes(objective) && !(base > 0 && base < 1))
    report('base_score', `base_score must be between 0 and 1, both left out, for ${objective}, but is ${base}.`);
  problems.push(...syntaxProblems(values));
  if (imageTag !== undefined) problems.push(...versionProblems(values, imageTag));
  return problems;
}

function metricProblem(metric: string, objective: string): string | undefined {
  const [name = '', threshold] = metric.split('@');
  if (!metricNames.includes(name)) {
    const guess = closest(name, metricNames);
    const hint = guess === undefined ? `; known are ${metricNames.join(', ')}.` : `. Did you mean '${guess}'?`;
    return `eval_metric has no metric '${metric}'${hint}`;
  }
  if (threshold !== undefined && !['error', 'ndcg', 'map'].includes(name)) {
    return `eval_metric '${metric}' cannot have a threshold; only error, ndcg and map can.`;
  }
  if (threshold !== undefined && (threshold.trim() === '' || Number.isNaN(Number(threshold)))) {
    return `eval_metric '${metric}' needs a number after the @.`;
  }
  if (name === 'auc' && !/^(binary|rank):/.test(objective)) {
    return `eval_metric 'auc' is for binary: and rank: objectives, not for ${objective}.`;
  }
  if (name === 'aft-nloglik' && objective !== 'survival:aft') {
    return `eval_metric 'aft-nloglik' is for the objective survival:aft only.`;
  }
  return undefined;
}

const contentTypes = [
  'text/csv',
  'csv',
  'text/libsvm',
  'text/x-libsvm',
  'libsvm',
  'application/x-parquet',
  'parquet',
  'application/x-recordio-protobuf',
  'recordio-protobuf',
];

/** Built-in XGBoost. */
export const xgboost: AlgorithmSpec = {
  name: 'xgboost',
  title: 'XGBoost',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob,
  // GPU training began with image 1.2-2; the docs list File and Pipe, the container's FastFile is File to it.
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: [
    ...dataChannels(contentTypes, {
      train: 'What the model learns from. CSV has no header and the label in its first column.',
      validation: 'What the model is measured on after every round, in the same format as train.',
    }),
    { name: 'code', required: false, contentTypes: ['text/python'], description: 'A training script (script mode).' },
  ],
};
