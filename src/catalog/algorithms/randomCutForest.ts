import type { AlgorithmSpec, HyperparameterSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { platformHyperparameters } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Random Cut Forest (RCF) Algorithm", "RCF Hyperparameters", "Tune an RCF Model"; SDK: sagemaker.amazon.randomcutforest.

const hyperparameters: HyperparameterSpec[] = [
  {
    name: 'feature_dim',
    type: 'integer',
    required: true,
    min: 1,
    max: 10_000,
    description: 'The number of columns, without a label.',
  },
  {
    name: 'num_trees',
    type: 'integer',
    min: 50,
    max: 1000,
    default: '100',
    tunable: true,
    description: 'The number of trees: more make scores less noisy.',
  },
  {
    name: 'num_samples_per_tree',
    type: 'integer',
    min: 1,
    max: 2048,
    default: '256',
    tunable: true,
    description: 'Rows drawn for each tree: 1 over it should be near the share of anomalies.',
  },
  {
    name: 'eval_metrics',
    type: 'text',
    values: ['accuracy', 'precision_recall_fscore'],
    default: '["accuracy", "precision_recall_fscore"]',
    description: 'A JSON list of what the test channel is scored by.',
  },
  {
    name: 'mini_batch_size',
    type: 'integer',
    min: 1,
    default: '1000',
    description: 'Rows per step: the Python SDK sends 1000 and takes nothing else.',
  },
  ...platformHyperparameters,
];

// The tuning page names test:f1; the page of the algorithm also accuracy, precision and recall of test.
const metrics = [
  ...progressMetrics,
  ...qualityMetrics(
    ['test'],
    [
      ['f1', 'Maximize'],
      ['accuracy', 'Maximize'],
      ['precision', 'Maximize'],
      ['recall', 'Maximize'],
    ],
  ),
];

/** Built-in Random Cut Forest. */
export const randomCutForest: AlgorithmSpec = {
  name: 'randomcutforest',
  title: 'Random Cut Forest',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  training: {
    processors: 'cpu',
    parallel: true,
    inputModes: ['File', 'Pipe', 'FastFile'],
    trainDistribution: 'ShardedByS3Key',
  },
  channels: dataChannels(['application/x-recordio-protobuf', 'text/csv'], {
    train: 'The rows to learn what is usual from, spread over the hosts (ShardedByS3Key).',
    test: 'Rows whose first column says 1 for an anomaly (text/csv;label_size=1); each host needs all of it.',
  }),
};
