import type { AlgorithmSpec, HyperparameterProblem, HyperparameterValues } from '../algorithm.ts';
import { hyperparameters } from './xgboostHyperparameters.ts';
import { metricNames, metrics, metricsOfJob } from './xgboostMetrics.ts';

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
  if (
    values['_kfold'] !== undefined &&
    imageTag !== undefined &&
    (!isFrom(imageTag, 1, 2) || /^1\.2-1\b/.test(imageTag))
  ) {
    report(
      '_kfold',
      `Cross-validation (_kfold) began with image version 1.2-2, and this is ${imageTag}: remove it or take a later image.`,
    );
  }
  if (isFrom(imageTag, 1, 7)) {
    // Release 1.7-1 of the container removed both from its checks.
    if (values['single_precision_histogram'] !== undefined)
      report('single_precision_histogram', 'Images from 1.7 on refuse single_precision_histogram: remove it.');
    if (values['updater']?.split(',').includes('grow_local_histmaker') === true)
      report('updater', 'Images from 1.7 on refuse the updater grow_local_histmaker: use grow_histmaker.');
  }
  return problems;
}

/** False as well for a tag that names no version of XGBoost, such as `1` or `latest`. */
function isFrom(imageTag: string | undefined, wantedMajor: number, wantedMinor: number): boolean {
  const [, major = 0, minor = 0] = /^(\d+)\.(\d+)(-|$)/.exec(imageTag ?? '')?.map(Number) ?? [];
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function metricProblem(metric: string, objective: string): string | undefined {
  const [name = '', threshold] = metric.split('@');
  if (!metricNames.includes(name)) return `eval_metric has no metric '${metric}'; known are ${metricNames.join(', ')}.`;
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
    {
      name: 'train',
      required: true,
      contentTypes,
      description: 'What the model learns from. CSV has no header and the label in its first column.',
    },
    {
      name: 'validation',
      required: false,
      contentTypes,
      description: 'What the model is measured on after every round, in the same format as train.',
    },
    { name: 'code', required: false, contentTypes: ['text/python'], description: 'A training script (script mode).' },
  ],
};
