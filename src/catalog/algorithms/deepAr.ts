import type { AlgorithmSpec, HyperparameterSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, platformHyperparameters } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetric } from './qualityMetrics.ts';

// Sources: developer guide, "DeepAR Forecasting", "DeepAR Hyperparameters", "Tune a DeepAR Model"; the log lines of public notebooks.

const hyperparameters: HyperparameterSpec[] = [
  {
    name: 'time_freq',
    type: 'text',
    required: true,
    values: ['M', 'W', 'D', 'H', 'min', '5min', '15min', '30min'],
    description: 'The step of the time series: M, W, D, H or min, with a number before it for multiples (5min).',
  },
  { name: 'prediction_length', ...count, required: true, description: 'How many steps are forecast at once.' },
  {
    name: 'context_length',
    ...count,
    required: true,
    tunable: true,
    description: 'How many steps the model looks at before it forecasts; about prediction_length.',
  },
  {
    name: 'epochs',
    ...count,
    required: true,
    tunable: true,
    description: 'How often the data are passed over at most; 10 to 1000.',
  },
  {
    name: 'early_stopping_patience',
    type: 'integer',
    alsoTaken: [''],
    description: 'Ends the training after so many epochs without progress; the best model is kept.',
  },
  {
    name: 'mini_batch_size',
    ...count,
    default: '128',
    tunable: true,
    description: 'Time windows per step; 32 to 512 are usual.',
  },
  {
    name: 'learning_rate',
    type: 'continuous',
    default: '1e-3',
    tunable: true,
    description: 'How far one step moves the weights; 1e-4 to 1e-1 are usual.',
  },
  {
    name: 'num_cells',
    ...count,
    default: '40',
    tunable: true,
    description: 'Cells in each hidden layer; 30 to 100 are usual.',
  },
  {
    name: 'num_layers',
    ...count,
    default: '2',
    tunable: true,
    description: 'Hidden layers of the network; 1 to 4 are usual.',
  },
  {
    name: 'dropout_rate',
    type: 'continuous',
    default: '0.1',
    tunable: true,
    description: 'The share of cells left alone in a step, against overfitting; below 0.2 is usual.',
  },
  {
    name: 'likelihood',
    type: 'categorical',
    values: ['gaussian', 'beta', 'negative-binomial', 'student-T', 'deterministic-L1'],
    // The image's own default is spelt small.
    alsoTaken: ['student-t', 'deterministic-l1'],
    default: 'student-T',
    description: 'The noise around a forecast: beta for values in 0 to 1, negative-binomial for counts.',
  },
  {
    name: 'cardinality',
    type: 'text',
    values: ['auto', 'ignore'],
    default: 'auto',
    description: 'How many values each categorical feature has, as a list ([2, 3]); auto counts, ignore drops them.',
  },
  {
    name: 'embedding_dimension',
    ...count,
    default: '10',
    tunable: true,
    description: 'The length of the vector learned for each category; 10 to 100 are usual.',
  },
  {
    name: 'num_dynamic_feat',
    ...count,
    alsoTaken: ['auto', 'ignore', ''],
    default: 'auto',
    description: 'How many dynamic features come with each series; auto counts, ignore drops them.',
  },
  {
    name: 'num_eval_samples',
    type: 'integer',
    default: '100',
    description: 'Forecasts drawn per series to measure the model on the test channel.',
  },
  {
    name: 'test_quantiles',
    type: 'text',
    default: '[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]',
    description: 'The quantiles whose loss is measured on the test channel, as a list of numbers.',
  },
  ...platformHyperparameters,
];

const metrics = [
  qualityMetric('test:RMSE', 'Minimize'),
  qualityMetric('test:mean_wQuantileLoss', 'Minimize'),
  qualityMetric('train:final_loss', 'Minimize'),
  qualityMetric('train:loss', 'Minimize'),
  ...progressMetrics,
];

// The guide names none but the file extensions; notebooks send "json".
const contentTypes = ['json', 'parquet', 'auto', 'json.gz', 'application/json', 'application/jsonlines'];

/** Built-in DeepAR forecasting. */
export const deepAr: AlgorithmSpec = {
  name: 'forecasting-deepar',
  title: 'DeepAR',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'any', parallel: true, inputModes: ['File', 'FastFile'] },
  channels: dataChannels(contentTypes, {
    train: 'Time series as JSON Lines or Parquet: start, target and, if there are any, cat and dynamic_feat.',
    test: 'The same series with prediction_length steps more, on which the model is measured.',
  }),
};
