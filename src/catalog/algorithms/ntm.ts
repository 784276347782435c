import type { AlgorithmSpec, HyperparameterSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, platformHyperparameters, share, truth } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Neural Topic Model (NTM) Algorithm", "NTM Hyperparameters", "Tune an NTM Model"; SDK: sagemaker.amazon.ntm.

const hyperparameters: HyperparameterSpec[] = [
  {
    name: 'feature_dim',
    type: 'integer',
    required: true,
    min: 1,
    max: 1_000_000,
    description: 'The size of the vocabulary: the number of columns.',
  },
  {
    name: 'num_topics',
    type: 'integer',
    required: true,
    min: 2,
    max: 1000,
    description: 'How many topics to find.',
  },
  { name: 'epochs', ...count, default: '50', description: 'How often the data are passed over at most.' },
  {
    name: 'mini_batch_size',
    ...count,
    max: 10_000,
    default: '256',
    tunable: true,
    description: 'Documents per step.',
  },
  {
    name: 'learning_rate',
    type: 'continuous',
    min: 1e-6,
    max: 1,
    default: '0.001',
    tunable: true,
    description: 'The step size of the optimizer.',
  },
  {
    name: 'optimizer',
    type: 'categorical',
    values: ['sgd', 'adam', 'adagrad', 'adadelta', 'rmsprop'],
    default: 'adadelta',
    tunable: true,
    description: 'The way of descent.',
  },
  {
    name: 'encoder_layers',
    type: 'text',
    values: ['auto'],
    default: 'auto',
    description:
      'The sizes of the layers of the encoder, separated by commas; auto makes two, of 3 and 2 times num_topics.',
  },
  {
    name: 'encoder_layers_activation',
    type: 'categorical',
    values: ['sigmoid', 'tanh', 'relu'],
    default: 'sigmoid',
    tunable: true,
    description: 'The activation of those layers.',
  },
  { name: 'batch_norm', ...truth, default: 'false', description: 'Whether each batch is normalized.' },
  {
    name: 'clip_gradient',
    type: 'continuous',
    min: 1e-3,
    alsoTaken: ['Infinity', 'inf'],
    default: 'Infinity',
    description: 'The largest magnitude of a component of the gradient.',
  },
  {
    name: 'rescale_gradient',
    type: 'continuous',
    min: 1e-3,
    max: 1,
    default: '1.0',
    tunable: true,
    description: 'What the gradient is multiplied with.',
  },
  { name: 'sub_sample', ...share, default: '1.0', description: 'The share of documents that each epoch sees.' },
  {
    name: 'num_patience_epochs',
    ...count,
    default: '3',
    description: 'The epochs that early stopping looks back over; more than epochs turns it off.',
  },
  {
    name: 'tolerance',
    type: 'continuous',
    min: 1e-6,
    max: 0.1,
    default: '0.001',
    description: 'The relative change of the loss below which training stops.',
  },
  { name: 'weight_decay', ...share, default: '0.0', tunable: true, description: 'L2 regularization.' },
  ...platformHyperparameters,
];

// The tuning page names validation:total_loss alone; the page of the algorithm adds the loss of test.
const metrics = [...progressMetrics, ...qualityMetrics(['validation', 'test'], [['total_loss', 'Minimize']])];

/** Built-in NTM. */
export const ntm: AlgorithmSpec = {
  name: 'ntm',
  title: 'Neural Topic Model',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: [
    ...dataChannels(['application/x-recordio-protobuf', 'text/csv'], {
      train: 'Word counts: a row per document, a column per word.',
      validation: 'What training is stopped early by; each host needs all of it.',
      test: 'What the final model is measured on; each host needs all of it.',
    }),
    {
      name: 'auxiliary',
      required: false,
      contentTypes: ['text/plain'],
      description: 'vocab.txt, a word per line: the log then names the words of each topic.',
    },
  ],
};
