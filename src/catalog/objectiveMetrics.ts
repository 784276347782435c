import type { AlgorithmSpec, MetricSpec } from './algorithm.ts';

/** The hyperparameter that tells an algorithm what it is tuned for (contract, section 6). */
export const objectiveHyperparameter = '_tuning_objective_metric';

/** The metrics that a tuning job can optimize: all, but where the algorithm takes only some of those that it logs (XGBoost: of `validation`). */
export function objectiveMetrics(spec: AlgorithmSpec): readonly MetricSpec[] {
  const values = spec.hyperparameters.find(({ name }) => name === objectiveHyperparameter)?.values;
  return values === undefined ? spec.metrics : spec.metrics.filter(({ name }) => values.includes(name));
}
