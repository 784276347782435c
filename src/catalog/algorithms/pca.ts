import type { AlgorithmSpec, HyperparameterProblem, HyperparameterSpec, HyperparameterValues } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, platformHyperparameters, truth } from './hyperparameterShapes.ts';
import { progressMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Principal Component Analysis (PCA) Algorithm", "PCA Hyperparameters"; SDK: sagemaker.amazon.pca.
// There is no page on tuning it: nothing is tunable, no metric of quality is documented.

const hyperparameters: HyperparameterSpec[] = [
  { name: 'feature_dim', ...count, required: true, description: 'The number of columns.' },
  { name: 'num_components', ...count, required: true, description: 'How many principal components to compute.' },
  { name: 'mini_batch_size', ...count, required: true, description: 'Rows per step.' },
  {
    name: 'algorithm_mode',
    type: 'categorical',
    values: ['regular', 'randomized'],
    default: 'regular',
    description: 'regular is exact and for few columns; randomized approximates and is for many.',
  },
  {
    name: 'extra_components',
    type: 'integer',
    min: -1,
    default: '-1',
    description: 'More makes randomized more exact and slower; -1 is the larger of 10 and num_components.',
  },
  { name: 'subtract_mean', ...truth, default: 'true', description: 'Whether columns are moved to mean 0 first.' },
  ...platformHyperparameters,
];

function dependencyProblems({ num_components, feature_dim }: HyperparameterValues): HyperparameterProblem[] {
  if (Number(num_components) <= Number(feature_dim)) return [];
  const message = `num_components is ${num_components}, and ${feature_dim} columns (feature_dim) have no more components than that.`;
  return [{ name: 'num_components', message }];
}

/** Built-in PCA. */
export const pca: AlgorithmSpec = {
  name: 'pca',
  title: 'PCA',
  hyperparameters,
  dependencyProblems,
  metrics: progressMetrics,
  metricsOfJob: () => progressMetrics,
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: dataChannels(['application/x-recordio-protobuf', 'text/csv'], {
    train: 'The rows to find components of. CSV has no header and, with label_size=0, no label.',
    test: 'Rows that the final model scores.',
  }),
};
