import type { HyperparameterProblem, HyperparameterValues } from '../algorithm.ts';

// Source: hyperparameter_validation.py and xgb_constants.py of each release branch of aws/sagemaker-xgboost-container.

/** The first image that takes a hyperparameter. */
const began: Readonly<Record<string, string>> = {
  num_parallel_tree: '0.90-2',
  interaction_constraints: '1.0-1',
  monotone_constraints: '1.0-1',
  save_model_on_termination: '1.0-1',
  aft_loss_distribution: '1.2-1',
  aft_loss_distribution_scale: '1.2-1',
  deterministic_histogram: '1.2-1',
  single_precision_histogram: '1.2-1',
  _kfold: '1.2-2',
  _num_cv_round: '1.2-2',
  prob_buffer_row: '1.3-1',
  sampling_method: '1.3-1',
  use_dask_gpu_training: '1.5-1',
};

/** The first image that refuses a hyperparameter again, and what to do. */
const ended: Readonly<Record<string, readonly [version: string, advice: string]>> = {
  silent: ['1.2-1', 'use verbosity'],
  single_precision_histogram: ['1.7-1', 'remove it'],
};

const metricsBegan: Readonly<Record<string, string>> = {
  rmsle: '1.0-1',
  'aft-nloglik': '1.2-1',
  'interval-regression-accuracy': '1.2-1',
  mphe: '1.2-1',
  r2: '1.2-1',
  f1_binary: '1.2-2',
  f1_macro: '1.2-2',
  balanced_accuracy: '1.3-1',
  mape: '1.3-1',
  precision: '1.3-1',
  precision_macro: '1.3-1',
  precision_micro: '1.3-1',
  recall: '1.3-1',
  recall_macro: '1.3-1',
  recall_micro: '1.3-1',
};

/** The first image that takes a value, where it takes the hyperparameter. */
const valuesBegan: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  objective: {
    'reg:squaredlogerror': '1.0-1',
    'reg:pseudohubererror': '1.2-1',
    'survival:aft': '1.2-1',
    'reg:absoluteerror': '1.7-1',
  },
  tree_method: { gpu_hist: '1.2-1' },
  predictor: { auto: '1.2-1', gpu_predictor: '1.2-1' },
  eval_metric: metricsBegan,
  _tuning_objective_metric: metricsBegan,
};

/** What the image with this tag does not take, though a later or an earlier one does. */
export function versionProblems(values: HyperparameterValues, imageTag: string): HyperparameterProblem[] {
  const problems: HyperparameterProblem[] = [];
  const report = (name: string, message: string): void => void problems.push({ name, message });
  for (const [name, value] of Object.entries(values)) {
    const [end, advice] = ended[name] ?? [];
    if (end !== undefined && isFrom(imageTag, end))
      report(name, `Images from ${end} on refuse ${name}, and this is ${imageTag}: ${advice}.`);
    const first = began[name];
    if (first !== undefined && !isFrom(imageTag, first)) {
      report(
        name,
        `${name} began with image version ${first}, and this is ${imageTag}: remove it or take a later image.`,
      );
      continue;
    }
    for (const item of value.split(',').map((each) => each.trim().replace(/^validation:/, ''))) {
      const needed = valuesBegan[name]?.[item];
      if (needed !== undefined && !isFrom(imageTag, needed))
        report(
          name,
          `${name} '${item}' began with image version ${needed}, and this is ${imageTag}: choose another or take a later image.`,
        );
    }
  }
  if (isFrom(imageTag, '1.7-1') && values['updater']?.split(',').includes('grow_local_histmaker') === true)
    report('updater', 'Images from 1.7 on refuse the updater grow_local_histmaker: use grow_histmaker.');
  return problems;
}

/** Whether an image is of a version or a later one; a tag without a version, such as `1` or `latest`, is the oldest image's. */
function isFrom(imageTag: string, wanted: string): boolean {
  const [ours, theirs] = [numbersOf(imageTag), numbersOf(wanted)];
  const at = ours.findIndex((number, index) => number !== theirs[index]);
  return at === -1 || (ours[at] ?? 0) > (theirs[at] ?? 0);
}

function numbersOf(tag: string): number[] {
  const [, major = '0', minor = '72', build = '99'] = /^(\d+)\.(\d+)(?:-(\d+))?(?:-|$)/.exec(tag) ?? [];
  return [major, minor, build].map(Number);
}
