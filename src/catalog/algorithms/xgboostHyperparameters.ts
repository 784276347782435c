import type { HyperparameterSpec } from '../algorithm.ts';
import { metricNames } from './xgboostMetrics.ts';

// Names, bounds and rules are those of the image's own checks (aws/sagemaker-xgboost-container); defaults are XGBoost 1.7's.

const objectives = [
  'binary:hinge',
  'binary:logistic',
  'binary:logitraw',
  'count:poisson',
  'multi:softmax',
  'multi:softprob',
  'rank:map',
  'rank:ndcg',
  'rank:pairwise',
  'reg:absoluteerror',
  'reg:gamma',
  'reg:linear',
  'reg:logistic',
  'reg:pseudohubererror',
  'reg:squarederror',
  'reg:squaredlogerror',
  'reg:tweedie',
  'survival:aft',
  'survival:cox',
];

const flag = { type: 'integer', min: 0, max: 1 } as const;
const share = { type: 'continuous', min: 0, exclusiveMin: true, max: 1, tunable: true, default: '1' } as const;
const penalty = { type: 'continuous', min: 0, tunable: true } as const;
const truth = { type: 'categorical', values: ['true', 'false'] } as const;

const common: HyperparameterSpec[] = [
  {
    name: 'num_round',
    type: 'integer',
    required: true,
    min: 1,
    tunable: true,
    description: 'The number of boosting rounds: how many trees are trained at most.',
  },
  {
    name: 'objective',
    type: 'categorical',
    values: objectives,
    default: 'reg:squarederror',
    description: 'What is learned: a number (reg:…), a class (binary:…, multi:…), a rank or a survival time.',
  },
  {
    name: 'eta',
    aliases: ['learning_rate'],
    type: 'continuous',
    min: 0,
    max: 1,
    default: '0.3',
    tunable: true,
    description: 'The learning rate: how much of each new tree is added. Smaller is slower and often better.',
  },
  {
    name: 'max_depth',
    type: 'integer',
    min: 0,
    default: '6',
    tunable: true,
    description: 'The depth of a tree. Deeper trees fit more and overfit sooner; 0 means no limit (not with exact).',
  },
  {
    name: 'early_stopping_rounds',
    type: 'integer',
    min: 1,
    description:
      'Stops when the last metric on the validation channel has not improved for this many rounds. Images from 1.3 on need eval_metric for it.',
  },
  {
    name: 'eval_metric',
    type: 'text',
    values: metricNames,
    description: 'The metrics to log, separated by commas; by default the one that fits the objective.',
  },
  {
    name: 'csv_weights',
    ...flag,
    default: '0',
    description: 'Set to 1 when the second column of the CSV is a weight.',
  },
  {
    name: 'seed',
    type: 'integer',
    min: -(2 ** 31),
    exclusiveMin: true,
    max: 2 ** 31 - 1,
    exclusiveMax: true,
    default: '0',
    description: 'The seed of the random numbers used for sampling.',
  },
  {
    name: 'base_score',
    type: 'continuous',
    min: 0,
    default: '0.5',
    description: 'The first guess for every row, before any tree.',
  },
  {
    name: 'scale_pos_weight',
    type: 'continuous',
    min: 0,
    exclusiveMin: true,
    default: '1',
    description: 'The weight of rows labelled 1, for unbalanced classes.',
  },
  {
    name: 'num_class',
    type: 'integer',
    min: 2,
    description: 'The number of classes; required by multi:softmax and multi:softprob.',
  },
];

const regularization: HyperparameterSpec[] = [
  {
    name: 'gamma',
    aliases: ['min_split_loss'],
    ...penalty,
    default: '0',
    description: 'The gain that a split must bring to be kept.',
  },
  {
    name: 'lambda',
    aliases: ['reg_lambda'],
    ...penalty,
    default: '1',
    description: 'L2 regularization of the leaf weights.',
  },
  {
    name: 'alpha',
    aliases: ['reg_alpha'],
    ...penalty,
    default: '0',
    description: 'L1 regularization of the leaf weights.',
  },
  {
    name: 'min_child_weight',
    ...penalty,
    default: '1',
    description: 'The sum of second derivatives that each side of a split must hold.',
  },
  { name: 'max_delta_step', ...penalty, default: '0', description: 'The largest weight of a leaf; 0 means no limit.' },
  { name: 'subsample', ...share, description: 'The share of rows that each tree sees.' },
  { name: 'colsample_bytree', ...share, description: 'The share of columns that each tree sees.' },
  { name: 'colsample_bylevel', ...share, description: 'The share of columns that each level of a tree sees.' },
  { name: 'colsample_bynode', ...share, description: 'The share of columns that each split sees.' },
  {
    name: 'monotone_constraints',
    type: 'text',
    description: 'For each column 1, 0 or -1: whether the prediction may only rise or fall with it, e.g. (1,0,-1).',
  },
  {
    name: 'interaction_constraints',
    type: 'text',
    description: 'Which columns may be used together in a branch, e.g. [[0,1],[2,3]].',
  },
];

const trees: HyperparameterSpec[] = [
  {
    name: 'booster',
    type: 'categorical',
    values: ['gbtree', 'gblinear', 'dart'],
    default: 'gbtree',
    description: 'Trees, a linear model, or trees with dropout.',
  },
  {
    name: 'tree_method',
    type: 'categorical',
    values: ['auto', 'exact', 'approx', 'hist', 'gpu_hist'],
    default: 'auto',
    description: 'How splits are searched: every value (exact) or candidates (approx, hist).',
  },
  {
    name: 'grow_policy',
    type: 'categorical',
    values: ['depthwise', 'lossguide'],
    default: 'depthwise',
    description: 'Which leaf is split next; hist only.',
  },
  {
    name: 'max_leaves',
    type: 'integer',
    min: 0,
    default: '0',
    description: 'The number of leaves at most; 0 means no limit.',
  },
  {
    name: 'max_bin',
    type: 'integer',
    min: 0,
    default: '256',
    description: 'The number of bins per column; hist only.',
  },
  {
    name: 'num_parallel_tree',
    type: 'integer',
    min: 1,
    default: '1',
    description: 'Trees per round: more than one makes a boosted random forest.',
  },
  {
    name: 'sketch_eps',
    type: 'continuous',
    min: 0,
    exclusiveMin: true,
    max: 1,
    exclusiveMax: true,
    default: '0.03',
    description: 'The precision of the candidates; approx of images before 1.7 only.',
  },
  {
    name: 'sampling_method',
    type: 'categorical',
    values: ['uniform', 'gradient_based'],
    default: 'uniform',
    description: 'How rows are drawn for subsample; gradient_based is for gpu_hist.',
  },
  {
    name: 'updater',
    type: 'categorical',
    multiple: true,
    values: [
      'grow_colmaker',
      'distcol',
      'grow_histmaker',
      'grow_skmaker',
      'sync',
      'refresh',
      'prune',
      'shotgun',
      'coord_descent',
    ],
    description: 'The steps that build a tree, separated by commas; tree_method chooses them otherwise.',
  },
  { name: 'refresh_leaf', ...flag, default: '1', description: 'Whether the refresh updater also updates leaves.' },
  {
    name: 'process_type',
    type: 'categorical',
    values: ['default', 'update'],
    default: 'default',
    description: 'Whether new trees are built or existing ones updated.',
  },
  {
    name: 'dsplit',
    type: 'categorical',
    values: ['row', 'col'],
    default: 'row',
    description: 'How data are split between hosts.',
  },
];

const special: HyperparameterSpec[] = [
  {
    name: 'sample_type',
    type: 'categorical',
    values: ['uniform', 'weighted'],
    default: 'uniform',
    description: 'How dart chooses the trees to drop.',
  },
  {
    name: 'normalize_type',
    type: 'categorical',
    values: ['tree', 'forest'],
    default: 'tree',
    description: 'How dart weighs new trees.',
  },
  {
    name: 'rate_drop',
    type: 'continuous',
    min: 0,
    max: 1,
    default: '0',
    description: 'The share of trees that dart drops.',
  },
  { name: 'one_drop', ...flag, default: '0', description: 'Whether dart drops at least one tree.' },
  { name: 'skip_drop', type: 'continuous', min: 0, max: 1, default: '0', description: 'How often dart drops nothing.' },
  {
    name: 'lambda_bias',
    type: 'continuous',
    min: 0,
    max: 1,
    default: '0',
    description: 'L2 regularization of the bias; gblinear only.',
  },
  {
    name: 'tweedie_variance_power',
    type: 'continuous',
    min: 1,
    exclusiveMin: true,
    max: 2,
    exclusiveMax: true,
    default: '1.5',
    description: 'The variance of reg:tweedie: near 1 like Poisson, near 2 like gamma.',
  },
  {
    name: 'aft_loss_distribution',
    type: 'categorical',
    values: ['normal', 'logistic', 'extreme'],
    default: 'normal',
    description: 'The noise that survival:aft assumes.',
  },
  {
    name: 'aft_loss_distribution_scale',
    type: 'continuous',
    min: 0,
    default: '1',
    description: 'The scale of that noise.',
  },
  {
    name: 'deterministic_histogram',
    ...truth,
    default: 'true',
    description: 'Whether gpu_hist gives the same model every time.',
  },
  {
    name: 'prob_buffer_row',
    type: 'integer',
    min: 1,
    exclusiveMin: true,
    description: 'Rows buffered for random access; old images only.',
  },
];

const container: HyperparameterSpec[] = [
  {
    name: 'save_model_on_termination',
    ...truth,
    default: 'false',
    description: 'Whether a stopped job leaves the model of the rounds it finished.',
  },
  {
    name: '_kfold',
    type: 'integer',
    min: 2,
    description: 'Cross-validates over this many folds of train and validation together.',
  },
  {
    name: '_num_cv_round',
    type: 'integer',
    min: 1,
    default: '1',
    description: 'How often the cross-validation is repeated.',
  },
  {
    name: '_tuning_objective_metric',
    type: 'categorical',
    values: metricNames.map((name) => `validation:${name}`),
    description: 'Added by a tuning job: the metric it optimizes, logged as well.',
  },
  { name: 'nthread', type: 'integer', min: 1, description: 'The number of threads; by default all cores.' },
  {
    name: 'verbosity',
    type: 'integer',
    min: 0,
    max: 3,
    default: '1',
    description: 'How much XGBoost logs beside the metrics.',
  },
  { name: 'silent', ...flag, default: '0', description: 'Old name of verbosity, taken by images up to 1.0 only.' },
  {
    name: 'predictor',
    type: 'categorical',
    values: ['auto', 'cpu_predictor', 'gpu_predictor'],
    default: 'auto',
    description: 'Where predictions are made.',
  },
  {
    name: 'use_dask_gpu_training',
    ...truth,
    default: 'false',
    description: 'Whether to train on all GPUs through Dask.',
  },
];

/** All of them, those a newcomer needs first. */
export const hyperparameters: readonly HyperparameterSpec[] = [
  ...common,
  ...regularization,
  ...trees,
  ...special,
  ...container,
];
