import type {
  AlgorithmSpec,
  HyperparameterProblem,
  HyperparameterSpec,
  HyperparameterValues,
  MetricSpec,
} from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, platformHyperparameters } from './hyperparameterShapes.ts';
import { progressMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "K-Nearest Neighbors (k-NN) Algorithm", "k-NN Hyperparameters", "Tune a k-NN Model".

const hyperparameters: HyperparameterSpec[] = [
  { name: 'k', ...count, required: true, tunable: true, description: 'How many neighbours decide.' },
  {
    name: 'predictor_type',
    type: 'categorical',
    required: true,
    values: ['classifier', 'regressor'],
    description: 'What the label is: a class, or any number.',
  },
  { name: 'feature_dim', ...count, required: true, description: 'The number of features, without the label.' },
  {
    name: 'sample_size',
    ...count,
    required: true,
    tunable: true,
    description: 'How many rows are sampled for the index.',
  },
  { name: 'mini_batch_size', ...count, default: '5000', description: 'Rows read at once.' },
  {
    name: 'dimension_reduction_type',
    type: 'categorical',
    values: ['sign', 'fjlt'],
    description: 'Reduces the features first: random projection (sign) or fast Johnson-Lindenstrauss transform (fjlt).',
  },
  {
    name: 'dimension_reduction_target',
    ...count,
    description: 'To how many features dimension_reduction_type reduces; fewer than feature_dim.',
  },
  {
    name: 'index_type',
    type: 'categorical',
    values: ['faiss.Flat', 'faiss.IVFFlat', 'faiss.IVFPQ'],
    default: 'faiss.Flat',
    description: 'The index: exact (Flat), in cells (IVFFlat), or in cells and compressed (IVFPQ).',
  },
  {
    name: 'index_metric',
    type: 'categorical',
    values: ['L2', 'INNER_PRODUCT', 'COSINE'],
    default: 'L2',
    description: 'How near two rows are: Euclidean distance, inner product or cosine.',
  },
  {
    name: 'faiss_index_ivf_nlists',
    ...count,
    alsoTaken: ['auto'],
    default: 'auto',
    description: 'How many cells faiss.IVFFlat and faiss.IVFPQ have; auto is the square root of sample_size.',
  },
  {
    name: 'faiss_index_pq_m',
    type: 'categorical',
    values: ['1', '2', '3', '4', '8', '12', '16', '20', '24', '28', '32', '40', '48', '56', '64', '96'],
    description: 'Into how many parts faiss.IVFPQ cuts a row to compress it.',
  },
  ...platformHyperparameters,
];

function dependencyProblems(values: HyperparameterValues): HyperparameterProblem[] {
  const { dimension_reduction_type: reduction, dimension_reduction_target: target, feature_dim: features } = values;
  const problems: HyperparameterProblem[] = [];
  if (reduction !== undefined && target === undefined) {
    const message = 'dimension_reduction_target is required with dimension_reduction_type: how many features remain.';
    problems.push({ name: 'dimension_reduction_target', message });
  }
  if (target !== undefined && Number(target) >= Number(features)) {
    const message = `dimension_reduction_target must be less than feature_dim (${features}), but is ${target}.`;
    problems.push({ name: 'dimension_reduction_target', message });
  }
  const { index_type: index, index_metric: metric = 'L2' } = values;
  if (index === 'faiss.IVFPQ' && metric !== 'L2') {
    const message = `index_metric ${metric} does not go with index_type faiss.IVFPQ; use L2 or another index_type.`;
    problems.push({ name: 'index_metric', message });
  }
  return problems;
}

// The lines of "Data Formats for k-NN Training Input", sample output.
const metrics: MetricSpec[] = [
  { name: 'test:accuracy', regex: "#test_score \\(\\S+\\) : \\('accuracy', ([^)]+)\\)", goal: 'Maximize' },
  { name: 'test:mse', regex: "#test_score \\(\\S+\\) : \\('mse', ([^)]+)\\)", goal: 'Minimize' },
  ...progressMetrics,
];

/** Built-in K-Nearest Neighbors. */
export const knn: AlgorithmSpec = {
  name: 'knn',
  title: 'K-Nearest Neighbors',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: dataChannels(['text/csv', 'application/x-recordio-protobuf'], {
    train: 'What the index is sampled from. CSV has no header and the label in its first column.',
    test: 'What the scores in the log are measured on.',
  }),
};
