import type { HyperparameterValues } from '../../../catalog/algorithm.ts';
import { ClientError } from './clientError.ts';
import { mostBins } from './binnedMatrix.ts';
import type { ColumnShares } from './columnSampler.ts';
import type { Regularization } from './gain.ts';
import type { GrowthLimits } from './expansionQueue.ts';
import type { ImageVersion } from './imageVersion.ts';
import { metricNames, metricOf, type Metric } from './metrics.ts';
import { isMulticlass, type ObjectiveName } from './objective.ts';
import { elsewhere, refuseUnsupported } from './supportedParameters.ts';

/** What one training run is told. Real numbers are single precision, as libxgboost keeps them. */
export interface TrainingParameters {
  readonly objective: ObjectiveName;
  /** Classes of a multi-class objective, otherwise 1. */
  readonly outputs: number;
  readonly rounds: number;
  readonly maxDepth: number;
  readonly eta: number;
  readonly gamma: number;
  /** Only with `tree_method` hist; otherwise the method is exact. */
  readonly histogram?: HistogramParameters;
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

/** What only the histogram method is told. */
export interface HistogramParameters {
  readonly maxBin: number;
  readonly limits: GrowthLimits;
}

export interface EarlyStoppingRule {
  readonly rounds: number;
  /** As it is logged, e.g. `rmse`. */
  readonly metric: string;
  /** Whether the model ends with its best round. */
  readonly keepsBestOnly: boolean;
}

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
  const gamma = number('gamma', 0);
  const histogram = histogramParameters(values, maxDepth, gamma);
  if (maxDepth === 0 && !histogram) {
    throw new ClientError('max_depth 0 (no limit) is not possible with the exact tree method: set 1 or more.');
  }
  const baseScore = number('base_score', 0.5);
  const metrics = chosenMetrics(values, objective, version);
  const rule = earlyStoppingRule(values, metrics, version, hasValidation);
  return {
    objective,
    outputs: isMulticlass(objective) ? Number(values['num_class']) : 1,
    rounds: Number(values['num_round']),
    maxDepth,
    eta: number('eta', 0.3),
    gamma,
    ...(histogram && { histogram }),
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

function histogramParameters(
  values: HyperparameterValues,
  maxDepth: number,
  gamma: number,
): HistogramParameters | undefined {
  if (values['tree_method'] !== 'hist') return undefined;
  const maxBin = Number(values['max_bin'] ?? 256);
  if (maxBin < 2 || maxBin > mostBins) {
    throw new ClientError(`max_bin must be from 2 to ${mostBins} here, but is ${maxBin}.`);
  }
  const policy = values['grow_policy'] === 'lossguide' ? 'lossguide' : 'depthwise';
  return { maxBin, limits: { policy, maxDepth, maxLeaves: Number(values['max_leaves'] ?? 0), gamma } };
}

function objectiveName(value = 'reg:squarederror'): ObjectiveName {
  return value === 'reg:linear' ? 'reg:squarederror' : (value as ObjectiveName);
}

/** As the container combines them: the tuner's metric is added to `eval_metric`, and both together are sorted. */
function chosenMetrics(values: HyperparameterValues, objective: ObjectiveName, version: ImageVersion): Metric[] {
  const evaluated = values['eval_metric']?.split(',');
  const tuned = tunedMetric(values);
  const usual = {
    'reg:squarederror': 'rmse',
    'reg:logistic': 'rmse',
    'binary:logistic': version.logisticMetric,
    'multi:softmax': version.multiclassMetric,
    'multi:softprob': version.multiclassMetric,
  };
  const both = evaluated && tuned !== undefined ? [...new Set([...evaluated, tuned])].sort() : undefined;
  const names = both ?? (evaluated && [...new Set(evaluated)]) ?? (tuned === undefined ? [usual[objective]] : [tuned]);
  return names.map((name) => {
    const metric = metricOf(name);
    if (metric && (metric.multiclass ?? false) === isMulticlass(objective)) return metric;
    if (metric) {
      const fitting = isMulticlass(objective) ? 'merror and mlogloss' : 'none of merror and mlogloss';
      throw new ClientError(`eval_metric '${name}' does not go with ${objective}, which takes ${fitting}.`);
    }
    throw new ClientError(
      `The in-process trainer does not compute the metric '${name}' of eval_metric; it knows ${metricNames.join(', ')}: ${elsewhere}.`,
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
