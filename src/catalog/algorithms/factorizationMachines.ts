import type { AlgorithmSpec, HyperparameterSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, notNegative, platformHyperparameters } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetric, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Factorization Machines Algorithm", "Factorization Machines Hyperparameters", "Tune a Factorization
// Machines Model".

const anyNumber = { type: 'continuous' } as const;

interface Term {
  readonly prefix: string;
  readonly noun: string;
  readonly learningRate: string;
  readonly weightDecay: string;
  readonly sigma: string;
}

/** The three parts of the model have the same settings, with defaults of their own. */
function termHyperparameters({ prefix, noun, learningRate, weightDecay, sigma }: Term): HyperparameterSpec[] {
  return [
    {
      name: `${prefix}_lr`,
      ...notNegative,
      default: learningRate,
      tunable: true,
      description: `The learning rate of the ${noun}.`,
    },
    {
      name: `${prefix}_wd`,
      ...notNegative,
      default: weightDecay,
      tunable: true,
      description: `How strongly the ${noun} decay towards 0, against overfitting.`,
    },
    {
      name: `${prefix}_init_method`,
      type: 'categorical',
      values: ['normal', 'uniform', 'constant'],
      default: 'normal',
      description: `How the ${noun} start: normal takes ${prefix}_init_sigma, uniform ${prefix}_init_scale, constant ${prefix}_init_value.`,
    },
    {
      name: `${prefix}_init_scale`,
      ...notNegative,
      tunable: true,
      description: `The ${noun} start between minus and plus this value, when ${prefix}_init_method is uniform.`,
    },
    {
      name: `${prefix}_init_sigma`,
      ...notNegative,
      default: sigma,
      tunable: true,
      description: `The standard deviation with which the ${noun} start, when ${prefix}_init_method is normal.`,
    },
    {
      name: `${prefix}_init_value`,
      ...anyNumber,
      tunable: true,
      description: `The value from which the ${noun} start, when ${prefix}_init_method is constant.`,
    },
  ];
}

const hyperparameters: HyperparameterSpec[] = [
  {
    name: 'predictor_type',
    type: 'categorical',
    required: true,
    values: ['binary_classifier', 'regressor'],
    description: 'What the label is: 0 or 1, or any number.',
  },
  {
    name: 'feature_dim',
    ...count,
    required: true,
    description: 'The number of features; sparse data may have millions.',
  },
  { name: 'num_factors', ...count, required: true, description: 'The length of the factors; 2 to 1000.' },
  // The tuning page calls it epoch.
  { name: 'epochs', ...count, default: '1', tunable: true, description: 'How often the data are passed over.' },
  { name: 'mini_batch_size', ...count, default: '1000', tunable: true, description: 'Rows per step.' },
  { name: 'clip_gradient', ...anyNumber, description: 'Gradients are cut to between minus and plus this value.' },
  { name: 'eps', ...anyNumber, description: 'A small number that keeps the optimizer from dividing by 0.' },
  {
    name: 'rescale_grad',
    ...anyNumber,
    description: 'Gradients are multiplied by this value; 1 / mini_batch_size is usual.',
  },
  ...termHyperparameters({ prefix: 'bias', noun: 'bias', learningRate: '0.1', weightDecay: '0.01', sigma: '0.01' }),
  ...termHyperparameters({
    prefix: 'linear',
    noun: 'linear weights',
    learningRate: '0.001',
    weightDecay: '0.001',
    sigma: '0.01',
  }),
  ...termHyperparameters({
    prefix: 'factors',
    noun: 'factors',
    learningRate: '0.0001',
    weightDecay: '0.00001',
    sigma: '0.001',
  }),
  ...platformHyperparameters,
];

const metrics = [
  ...qualityMetrics(
    ['test', 'train'],
    [
      ['rmse', 'Minimize'],
      ['binary_classification_accuracy', 'Maximize'],
      ['binary_classification_cross_entropy', 'Minimize'],
      ['binary_f_beta', 'Maximize', 'binary_f_\\S+'],
    ],
  ),
  qualityMetric('train:mse', 'Minimize'),
  ...progressMetrics,
];

/** Built-in Factorization Machines. */
export const factorizationMachines: AlgorithmSpec = {
  name: 'factorization-machines',
  title: 'Factorization Machines',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  // GPUs help with dense data only.
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: dataChannels(['application/x-recordio-protobuf'], {
    train: 'What the model learns from, as RecordIO-wrapped protobuf of Float32 tensors.',
    test: 'What the final model is measured on.',
  }),
};
