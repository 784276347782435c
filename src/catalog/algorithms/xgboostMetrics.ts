import type { HyperparameterValues, MetricSpec } from '../algorithm.ts';

const maximized = [
  'accuracy',
  'auc',
  'aucpr',
  'balanced_accuracy',
  'f1',
  'f1_binary',
  'f1_macro',
  'map',
  'ndcg',
  'precision',
  'precision_macro',
  'precision_micro',
  'r2',
  'recall',
  'recall_macro',
  'recall_micro',
];

const minimized = [
  'aft-nloglik',
  'cox-nloglik',
  'error',
  'gamma-deviance',
  'gamma-nloglik',
  'interval-regression-accuracy',
  'logloss',
  'mae',
  'mape',
  'merror',
  'mlogloss',
  'mphe',
  'mse',
  'poisson-nloglik',
  'rmse',
  'rmsle',
  'tweedie-nloglik',
];

/** Every metric the image can log, without its dataset. */
export const metricNames = [...maximized, ...minimized].sort();

/** True for a metric of which more is better, such as `auc`. */
export function isMaximized(metric: string): boolean {
  return maximized.includes(metric);
}

/** The service's own pattern, with the TAB of plain stdout beside the `#011` that CloudWatch shows. */
function metric(dataset: string, name: string): MetricSpec {
  return {
    name: `${dataset}:${name}`,
    regex: `.*\\[[0-9]+\\].*(?:#011|\\t)${dataset}-${name}:([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*`,
    goal: isMaximized(name) ? 'Maximize' : 'Minimize',
  };
}

/** Every metric that a job can log. */
export const metrics: readonly MetricSpec[] = ['train', 'validation'].flatMap((dataset) =>
  metricNames.map((name) => metric(dataset, name)),
);

/** More than this a training job cannot declare (contract, section 13). */
const mostDefinitions = 40;

/** What jobs log when they name no metric, and what is looked at most. */
const usual = ['rmse', 'logloss', 'error', 'merror', 'mlogloss', 'mae', 'auc'];

/**
 * What is looked for in the log of a job that brings no definitions of its own: the image's 33 of `validation`, and for `train`, of
 * which the service's own list has but a few, first those that the job asks for.
 */
export function metricsOfJob(values: HyperparameterValues): readonly MetricSpec[] {
  const asked = (values['eval_metric'] ?? '').split(',').map((name) => name.trim().split('@')[0] ?? '');
  const train = new Set([...asked, ...usual].filter((name) => metricNames.includes(name)));
  const validation = metricNames.map((name) => metric('validation', name));
  return [
    ...[...train].slice(0, mostDefinitions - validation.length).map((name) => metric('train', name)),
    ...validation,
  ];
}
