import type { HyperparameterValues } from '../../../catalog/algorithm.ts';
import { ClientError } from './clientError.ts';
import type { ColumnShares } from './columnSampler.ts';
import type { Regularization } from './gain.ts';
import type { ImageVersion } from './imageVersion.ts';
import { metricNames, metricOf, type Metric } from './metrics.ts';
import { isLogistic, type ObjectiveName } from './objective.ts';

/** What one training run is told. Real numbers are single precision, as libxgboost keeps them. */
export interface TrainingParameters {
  readonly objective: ObjectiveName;
  readonly rounds: number;
  readonly maxDepth: number;
  readonly eta: number;
  readonly gamma: number;
  readonly regularization: Regularization;
  readonly subsample: number;
  readonly columnShares: ColumnShares;
  readonly scalePositiveWeight: number;
  readonly baseScore: number;
  readonly seed: number;
  readonly metrics: readonly Metric[];
  readonly earlyStopping?: EarlyStoppingRule;
  readonly saveModelOnTermination: boolean;
  /** The second CSV column is the row's weight. */
  readonly csvWeights: boolean;
}

export interface EarlyStoppingRule {
  readonly rounds: number;
  /** As it is logged, e.g. `rmse`. */
  readonly metric: string;
  /** Whether the model ends with its best round. */
  readonly keepsBestOnly: boolean;
}

const runners = 'run this job on AWS for it';

/** The values that this trainer can follow; a hyperparameter missing here is refused whatever its value. */
const supported: Readonly<Record<string, readonly string[] | 'any'>> = {
  num_round: 'any',
  objective: ['reg:squarederror', 'reg:linear', 'reg:logistic', 'binary:logistic'],
  booster: ['gbtree'],
  tree_method: ['auto', 'exact'],
  grow_policy: ['depthwise'],
  process_type: ['default'],
  sampling_method: ['uniform'],
  predictor: ['auto', 'cpu_predictor'],
  use_dask_gpu_training: ['false'],
  updater: ['grow_colmaker', 'grow_colmaker,prune'],
  max_leaves: ['0'],
  num_parallel_tree: ['1'],
  eta: 'any',
  gamma: 'any',
  max_depth: 'any',
  min_child_weight: 'any',
  max_delta_step: 'any',
  lambda: 'any',
  alpha: 'any',
  subsample: 'any',
  colsample_bytree: 'any',
  colsample_bylevel: 'any',
  colsample_bynode: 'any',
  scale_pos_weight: 'any',
  base_score: 'any',
  seed: 'any',
  eval_metric: 'any',
  _tuning_objective_metric: 'any',
  early_stopping_rounds: 'any',
  save_model_on_termination: 'any',
  csv_weights: 'any',
  nthread: 'any',
  verbosity: 'any',
  silent: 'any',
};

/**
 * Reads hyperparameters that the catalogue found right.
 *
 * @param values - Under their canonical names.
 * @throws ClientError for what this trainer or the image's version does not do; nothing is ever ignored.
 */
export function readParameters(
  values: HyperparameterValues,
  version: ImageVersion,
  hasValidation: boolean,
): TrainingParameters {
  refuseUnsupported(values, version);
  const number = (name: string, fallback: number): number => Math.fround(Number(values[name] ?? fallback));
  const objective = objectiveName(values['objective']);
  const maxDepth = Number(values['max_depth'] ?? 6);
  if (maxDepth === 0)
    throw new ClientError('max_depth 0 (no limit) is not possible with the exact tree method: set 1 or more.');
  const baseScore = number('base_score', 0.5);
  if (isLogistic(objective) && !(baseScore > 0 && baseScore < 1)) {
    throw new ClientError(`base_score must be between 0 and 1 for ${objective}, but is ${values['base_score']}.`);
  }
  const metrics = chosenMetrics(values, objective, version);
  const rule = earlyStoppingRule(values, metrics, version, hasValidation);
  return {
    objective,
    rounds: Number(values['num_round']),
    maxDepth,
    eta: number('eta', 0.3),
    gamma: number('gamma', 0),
    regularization: {
      lambda: number('lambda', 1),
      alpha: number('alpha', 0),
      minChildWeight: number('min_child_weight', 1),
      maxDeltaStep: number('max_delta_step', 0),
    },
    subsample: number('subsample', 1),
    columnShares: {
      byTree: number('colsample_bytree', 1),
      byLevel: number('colsample_bylevel', 1),
      byNode: number('colsample_bynode', 1),
    },
    scalePositiveWeight: number('scale_pos_weight', 1),
    baseScore,
    seed: Number(values['seed'] ?? 0),
    metrics,
    ...(rule && { earlyStopping: rule }),
    saveModelOnTermination: values['save_model_on_termination'] === 'true',
    csvWeights: values['csv_weights'] === '1',
  };
}

function refuseUnsupported(values: HyperparameterValues, version: ImageVersion): void {
  for (const [name, value] of Object.entries(values)) {
    const accepted = supported[name] ?? [];
    if (accepted === 'any' || accepted.includes(value)) continue;
    const only = accepted.length > 0 ? `; it follows ${accepted.join(', ')}` : '';
    throw new ClientError(`The in-process trainer does not support ${name} '${value}'${only}: ${runners}.`);
  }
  if (values['silent'] !== undefined && !version.takesSilent) {
    throw new ClientError(`XGBoost image ${version.text} has no hyperparameter 'silent'; use verbosity.`);
  }
  if (version.estimatesBaseScore) {
    throw new ClientError(
      `The in-process trainer stands for XGBoost images up to 1.7, and ${version.text} trains differently: use xgboost:1.7-1, or run this job on AWS.`,
    );
  }
}

function objectiveName(value = 'reg:squarederror'): ObjectiveName {
  return value === 'reg:linear' ? 'reg:squarederror' : (value as ObjectiveName);
}

/** As the container combines them: the tuner's metric is added to `eval_metric`, and both together are sorted. */
function chosenMetrics(values: HyperparameterValues, objective: ObjectiveName, version: ImageVersion): Metric[] {
  const evaluated = values['eval_metric']?.split(',');
  const tuned = tunedMetric(values);
  const usual = { 'reg:squarederror': 'rmse', 'reg:logistic': 'rmse', 'binary:logistic': version.logisticMetric };
  const both = evaluated && tuned !== undefined ? [...new Set([...evaluated, tuned])].sort() : undefined;
  const names = both ?? (evaluated && [...new Set(evaluated)]) ?? (tuned === undefined ? [usual[objective]] : [tuned]);
  return names.map((name) => {
    const metric = metricOf(name);
    if (metric) return metric;
    throw new ClientError(
      `The in-process trainer does not compute the metric '${name}' of eval_metric; it knows ${metricNames.join(', ')}: ${runners}.`,
    );
  });
}

function tunedMetric(values: HyperparameterValues): string | undefined {
  return values['_tuning_objective_metric']?.split(':')[1];
}

function earlyStoppingRule(
  values: HyperparameterValues,
  metrics: readonly Metric[],
  version: ImageVersion,
  hasValidation: boolean,
): EarlyStoppingRule | undefined {
  const rounds = Number(values['early_stopping_rounds'] ?? 0);
  if (rounds === 0) return undefined;
  if (!version.earlyStoppingByName) return { rounds, metric: metrics.at(-1)?.name ?? '', keepsBestOnly: false };
  const named = tunedMetric(values) ?? values['eval_metric']?.split(',').at(-1);
  const metric = named === undefined || !hasValidation ? undefined : metricOf(named)?.name;
  return metric === undefined ? undefined : { rounds, metric, keepsBestOnly: true };
}
