import type { HyperparameterSpec } from '../algorithm.ts';
import {
  count,
  notNegative,
  orAuto,
  platformHyperparameters,
  positive,
  positiveShare,
  share,
  truth,
} from './hyperparameterShapes.ts';

// Source: developer guide, "Linear learner hyperparameters"; where the Python SDK's validators take more, so does this table.

const truthOrAuto = { ...truth, values: [...truth.values, 'auto'] } as const;
const openShare = { ...positiveShare, max: 1, exclusiveMax: true } as const;

const task: HyperparameterSpec[] = [
  {
    name: 'predictor_type',
    type: 'categorical',
    required: true,
    values: ['binary_classifier', 'multiclass_classifier', 'regressor'],
    description: 'What the label is: one of two classes, one of several, or a number.',
  },
  {
    name: 'num_classes',
    type: 'integer',
    min: 1,
    max: 1_000_000,
    description: 'The number of classes, labelled from 0; multiclass_classifier needs it (3 or more).',
  },
  { name: 'feature_dim', ...count, ...orAuto, description: 'The number of features, without the label.' },
  {
    name: 'mini_batch_size',
    ...count,
    default: '1000',
    tunable: true,
    description: 'Rows per step; not more than there are rows.',
  },
  { name: 'epochs', ...count, default: '15', description: 'How often the data are passed over at most.' },
  {
    name: 'loss',
    type: 'categorical',
    values: [
      'auto',
      'logistic',
      'squared_loss',
      'absolute_loss',
      'hinge_loss',
      'eps_insensitive_squared_loss',
      'eps_insensitive_absolute_loss',
      'quantile_loss',
      'huber_loss',
      'softmax_loss',
    ],
    default: 'auto',
    description: 'What is minimized; auto is logistic, softmax_loss or squared_loss, as the label asks.',
  },
  {
    name: 'num_models',
    ...count,
    ...orAuto,
    description: 'How many models with settings near the given ones are trained side by side.',
  },
];

const optimization: HyperparameterSpec[] = [
  {
    name: 'optimizer',
    type: 'categorical',
    values: ['auto', 'adam', 'sgd', 'rmsprop'],
    default: 'auto',
    description: 'The way of descent; auto is adam.',
  },
  {
    name: 'learning_rate',
    ...positive,
    ...orAuto,
    tunable: true,
    description: 'The step size; auto depends on the optimizer.',
  },
  { name: 'l1', ...notNegative, ...orAuto, tunable: true, description: 'L1 regularization; 0 means none.' },
  {
    name: 'wd',
    ...notNegative,
    ...orAuto,
    tunable: true,
    description: 'Weight decay, that is L2 regularization; 0 means none.',
  },
  { name: 'momentum', ...share, ...orAuto, description: 'The momentum of sgd.' },
  { name: 'beta_1', ...share, ...orAuto, description: "The decay of adam's estimate of the first moment." },
  { name: 'beta_2', ...share, ...orAuto, description: "The decay of adam's estimate of the second moment." },
  { name: 'use_bias', ...truth, default: 'true', tunable: true, description: 'Whether the model has an intercept.' },
  {
    name: 'bias_lr_mult',
    ...positive,
    ...orAuto,
    description: 'How many times the learning rate the intercept learns with.',
  },
  {
    name: 'bias_wd_mult',
    ...notNegative,
    ...orAuto,
    description: 'How many times wd the intercept is regularized with.',
  },
  {
    name: 'use_lr_scheduler',
    ...truth,
    default: 'true',
    description: 'Whether the learning rate falls as training goes on.',
  },
  {
    name: 'lr_scheduler_step',
    ...count,
    ...orAuto,
    description: 'The number of steps between two falls of the learning rate.',
  },
  { name: 'lr_scheduler_factor', ...positiveShare, ...orAuto, description: 'What each fall multiplies the rate with.' },
  { name: 'lr_scheduler_minimum_lr', ...positive, ...orAuto, description: 'The rate does not fall below this.' },
  {
    name: 'early_stopping_patience',
    ...count,
    default: '3',
    description: 'Epochs without improvement before training stops; more than epochs turns that off.',
  },
  {
    name: 'early_stopping_tolerance',
    ...positive,
    default: '0.001',
    description: 'The relative gain below which an epoch counts as no improvement.',
  },
  {
    name: 'init_method',
    type: 'categorical',
    values: ['uniform', 'normal'],
    default: 'uniform',
    description: 'The distribution that the first weights are drawn from.',
  },
  { name: 'init_scale', ...positive, default: '0.07', description: 'Half the width of a uniform start.' },
  { name: 'init_sigma', ...positive, default: '0.01', description: 'The standard deviation of a normal start.' },
  { name: 'init_bias', type: 'continuous', default: '0', description: 'The intercept at the start.' },
];

const data: HyperparameterSpec[] = [
  {
    name: 'normalize_data',
    ...truthOrAuto,
    default: 'true',
    description: 'Whether features are scaled to one spread.',
  },
  {
    name: 'normalize_label',
    ...truthOrAuto,
    default: 'auto',
    description: 'Whether the label is scaled; for regression only.',
  },
  { name: 'unbias_data', ...truthOrAuto, default: 'auto', description: 'Whether features are moved to mean 0.' },
  { name: 'unbias_label', ...truthOrAuto, default: 'auto', description: 'Whether the label is moved to mean 0.' },
  {
    name: 'num_point_for_scaler',
    ...count,
    default: '10000',
    description: 'How many rows means and spreads are taken from.',
  },
  {
    name: 'num_calibration_samples',
    ...count,
    ...orAuto,
    description: 'How many rows of validation the threshold is found on.',
  },
];

const losses: HyperparameterSpec[] = [
  {
    name: 'binary_classifier_model_selection_criteria',
    type: 'categorical',
    values: [
      'accuracy',
      'f_beta',
      'f1',
      'precision_at_target_recall',
      'recall_at_target_precision',
      'cross_entropy_loss',
      'loss_function',
    ],
    default: 'accuracy',
    description: 'What the best binary classifier is chosen by, on validation data or else on training data.',
  },
  {
    name: 'target_recall',
    ...openShare,
    default: '0.8',
    description: 'The recall to hold by precision_at_target_recall.',
  },
  {
    name: 'target_precision',
    ...openShare,
    default: '0.8',
    description: 'The precision to hold by recall_at_target_precision.',
  },
  {
    name: 'positive_example_weight_mult',
    ...positive,
    alsoTaken: ['balanced', 'auto'],
    default: '1.0',
    tunable: true,
    description: 'The weight of rows labelled 1 where others weigh 1; balanced makes both classes count alike.',
  },
  {
    name: 'balance_multiclass_weights',
    ...truth,
    default: 'false',
    description: 'Whether every class counts alike, however many rows it has.',
  },
  {
    name: 'accuracy_top_k',
    ...count,
    default: '3',
    description: 'A row counts as right when its class is among this many best.',
  },
  { name: 'f_beta', ...positive, default: '1.0', description: 'The beta of F scores: above 1 recall weighs more.' },
  { name: 'margin', ...notNegative, default: '1.0', description: 'The margin of hinge_loss.' },
  { name: 'quantile', ...openShare, default: '0.5', description: 'The quantile that quantile_loss predicts.' },
  {
    name: 'loss_insensitivity',
    ...positive,
    default: '0.01',
    description: 'Errors below it are none to the eps_insensitive losses.',
  },
  {
    name: 'huber_delta',
    ...notNegative,
    default: '1.0',
    description: 'Where huber_loss goes from squares to absolute values.',
  },
];

/** All of them, those a newcomer needs first. */
export const hyperparameters: readonly HyperparameterSpec[] = [
  ...task,
  ...optimization,
  ...data,
  ...losses,
  ...platformHyperparameters,
];
