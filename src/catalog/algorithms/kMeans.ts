import type { AlgorithmSpec, HyperparameterProblem, HyperparameterSpec, HyperparameterValues } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, orAuto, platformHyperparameters, share, truth } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetric, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "K-Means Algorithm", "K-Means Hyperparameters", "Tune a K-Means Model".

const start = { type: 'categorical', values: ['random', 'kmeans++'] } as const;

const hyperparameters: HyperparameterSpec[] = [
  { name: 'k', ...count, required: true, description: 'How many clusters are looked for.' },
  { name: 'feature_dim', ...count, required: true, description: 'The number of features.' },
  { name: 'mini_batch_size', ...count, default: '5000', tunable: true, description: 'Rows per step.' },
  { name: 'epochs', ...count, default: '1', tunable: true, description: 'How often the data are passed over.' },
  {
    name: 'init_method',
    ...start,
    default: 'random',
    tunable: true,
    description: 'How the first centers are chosen: at random, or far from each other (kmeans++).',
  },
  {
    name: 'extra_center_factor',
    ...count,
    ...orAuto,
    tunable: true,
    description: 'k times so many centers are kept while streaming, and reduced to k at the end.',
  },
  {
    name: 'half_life_time_size',
    type: 'integer',
    min: 0,
    default: '0',
    description: 'After so many rows a row counts half for its center; 0 means that all count alike.',
  },
  {
    name: 'local_lloyd_init_method',
    ...start,
    default: 'kmeans++',
    description: "How the final reduction to k centers (Lloyd's method) starts.",
  },
  { name: 'local_lloyd_max_iter', ...count, default: '300', description: 'Rounds of the final reduction at most.' },
  {
    name: 'local_lloyd_num_trials',
    ...count,
    ...orAuto,
    description: 'How often the final reduction is tried; the best is kept.',
  },
  {
    name: 'local_lloyd_tol',
    ...share,
    default: '0.0001',
    description: 'The final reduction ends when its squared distances change by less.',
  },
  {
    name: 'eval_metrics',
    type: 'text',
    values: ['["msd"]', '["ssd"]', '["msd","ssd"]'],
    default: '["msd"]',
    description: 'What is measured on the test channel: mean (msd) or sum (ssd) of squared distances, as a JSON list.',
  },
  {
    name: 'force_dense',
    ...truth,
    default: 'true',
    description: 'Whether rows are read as dense; the Python SDK sends it with every job.',
  },
  ...platformHyperparameters,
];

/** The guide's three lists, in whatever order and spacing. */
function dependencyProblems({ eval_metrics: asked = '["msd"]' }: HyperparameterValues): HyperparameterProblem[] {
  const names = /^\[(.*)\]$/s
    .exec(asked)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  if (names?.every((name) => ['"msd"', '"ssd"'].includes(name)) === true) return [];
  return [
    { name: 'eval_metrics', message: `eval_metrics is ${asked}, and K-Means takes ["msd"], ["ssd"] or ["msd","ssd"].` },
  ];
}

const metrics = [
  ...qualityMetrics(
    ['test'],
    [
      ['msd', 'Minimize'],
      ['ssd', 'Minimize'],
    ],
  ),
  qualityMetric('train:msd', 'Minimize'),
  ...progressMetrics,
];

/** Built-in K-Means. */
export const kMeans: AlgorithmSpec = {
  name: 'kmeans',
  title: 'K-Means',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  // The table of the guide says "not parallelizable" and, of the same, "one or more instances"; its notebooks use two.
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: dataChannels(['text/csv', 'application/x-recordio-protobuf'], {
    train: 'What is clustered. CSV has no header and no label (text/csv;label_size=0).',
    test: 'What the clusters are measured on.',
  }),
};
