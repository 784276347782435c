import type { AlgorithmSpec, HyperparameterSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, platformHyperparameters, positive } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetric } from './qualityMetrics.ts';

// Sources: developer guide, "Latent Dirichlet Allocation (LDA) Algorithm", "LDA Hyperparameters", "Tune an LDA Model".

const hyperparameters: HyperparameterSpec[] = [
  { name: 'num_topics', ...count, required: true, tunable: true, description: 'How many topics are looked for.' },
  { name: 'feature_dim', ...count, required: true, description: 'The size of the vocabulary.' },
  { name: 'mini_batch_size', ...count, required: true, description: 'The number of documents, all of them.' },
  {
    name: 'alpha0',
    ...positive,
    default: '1.0',
    tunable: true,
    description: 'How mixed documents are: below 1 they have few topics each, above 1 many.',
  },
  {
    name: 'max_restarts',
    ...count,
    default: '10',
    description: 'How often the decomposition starts anew to find a better one.',
  },
  { name: 'max_iterations', ...count, default: '1000', description: 'Rounds of the decomposition at most.' },
  { name: 'tol', ...positive, default: '1e-8', description: 'The error at which the decomposition is done.' },
  ...platformHyperparameters,
];

// The guide names test:pwll; its line follows the grammar of the family.
const metrics = [qualityMetric('test:pwll', 'Maximize'), ...progressMetrics];

/** Built-in Latent Dirichlet Allocation. */
export const lda: AlgorithmSpec = {
  name: 'lda',
  title: 'LDA',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'cpu', parallel: false, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: dataChannels(['text/csv', 'application/x-recordio-protobuf'], {
    train: 'Word counts: a row per document, a column per word of the vocabulary.',
    test: 'Documents on which the topics are measured.',
  }),
};
