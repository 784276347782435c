import type { HyperparameterValues } from '../algorithm.ts';

/** The values that the local engine's in-process trainer can follow; a hyperparameter missing here is refused whatever its value. */
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

/** The first value that the in-process trainer does not follow, and those that it does; undefined when it follows all. */
export function unfollowedInProcess(
  values: HyperparameterValues,
): { readonly name: string; readonly value: string; readonly accepted: readonly string[] } | undefined {
  for (const [name, value] of Object.entries(values)) {
    const accepted = supported[name] ?? [];
    if (accepted !== 'any' && !accepted.includes(value)) return { name, value, accepted };
  }
  return undefined;
}
