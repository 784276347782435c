import type { HyperparameterValues } from '../../../catalog/algorithm.ts';
import { ClientError } from './clientError.ts';
import type { ImageVersion } from './imageVersion.ts';

/** Where to go with what this trainer does not do. */
export const elsewhere = 'run this job with Python (SageMaker: Set Up Python Environment) or on AWS';

/** The values that this trainer can follow; a hyperparameter missing here is refused whatever its value. */
const supported: Readonly<Record<string, readonly string[] | 'any'>> = {
  num_round: 'any',
  objective: ['reg:squarederror', 'reg:linear', 'reg:logistic', 'binary:logistic', 'multi:softmax', 'multi:softprob'],
  num_class: 'any',
  booster: ['gbtree'],
  tree_method: ['auto', 'exact', 'hist'],
  grow_policy: 'any',
  max_bin: 'any',
  process_type: ['default'],
  sampling_method: ['uniform'],
  single_precision_histogram: ['false'],
  predictor: ['auto', 'cpu_predictor'],
  use_dask_gpu_training: ['false'],
  updater: ['grow_colmaker', 'grow_colmaker,prune'],
  max_leaves: 'any',
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

/** @throws ClientError for the first value that this trainer, or the image's version, does not take. */
export function refuseUnsupported(values: HyperparameterValues, version: ImageVersion): void {
  for (const [name, value] of Object.entries(values)) {
    const accepted = supported[name] ?? [];
    if (accepted === 'any' || accepted.includes(value)) continue;
    const only = accepted.length > 0 ? `; it follows ${accepted.join(', ')}` : '';
    throw new ClientError(`The in-process trainer does not support ${name} '${value}'${only}: ${elsewhere}.`);
  }
  if (values['silent'] !== undefined && !version.takesSilent) {
    throw new ClientError(`XGBoost image ${version.text} has no hyperparameter 'silent'; use verbosity.`);
  }
  if (version.estimatesBaseScore) {
    throw new ClientError(
      `The in-process trainer stands for XGBoost images up to 1.7, and ${version.text} trains differently: use xgboost:1.7-1, or ${elsewhere}.`,
    );
  }
  for (const name of ['grow_policy', 'max_leaves', 'max_bin']) {
    if (values[name] === undefined || values['tree_method'] === 'hist') continue;
    throw new ClientError(`${name} goes with the histogram method: set tree_method to hist, or remove ${name}.`);
  }
  if (values['updater'] !== undefined && values['tree_method'] === 'hist') {
    throw new ClientError("updater chooses the exact method here, and tree_method 'hist' another: remove one of them.");
  }
}
