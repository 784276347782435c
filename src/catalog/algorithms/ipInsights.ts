import type { AlgorithmSpec, HyperparameterProblem, HyperparameterSpec, HyperparameterValues } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { count, featureDimOfSdk, platformHyperparameters } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetric } from './qualityMetrics.ts';

// Sources: developer guide, "IP Insights Algorithm", "IP Insights Hyperparameters", "Tune an IP Insights Model".

const samples = { type: 'integer', min: 0, max: 500, default: '1', tunable: true } as const;

const hyperparameters: HyperparameterSpec[] = [
  {
    name: 'num_entity_vectors',
    type: 'integer',
    required: true,
    min: 1,
    max: 250_000_000,
    tunable: true,
    description:
      'How many vectors the entities (users, accounts) are hashed to; twice the number of entities is advised.',
  },
  {
    name: 'vector_dim',
    type: 'integer',
    required: true,
    min: 4,
    max: 4096,
    tunable: true,
    description: 'The length of the vectors of entities and addresses; 128 is advised.',
  },
  {
    name: 'epochs',
    ...count,
    default: '10',
    tunable: true,
    description: 'How often the data are passed over; 5 to 100.',
  },
  {
    name: 'learning_rate',
    type: 'continuous',
    min: 1e-6,
    max: 10,
    default: '0.001',
    tunable: true,
    description: 'How far one step of the Adam optimizer moves the weights.',
  },
  {
    name: 'mini_batch_size',
    type: 'integer',
    min: 1,
    max: 500_000,
    default: '10000',
    tunable: true,
    description: 'Rows per step; each GPU of an instance gets its part.',
  },
  {
    name: 'num_ip_encoder_layers',
    type: 'integer',
    min: 0,
    max: 100,
    default: '1',
    tunable: true,
    description: 'Fully connected layers that encode an address.',
  },
  {
    name: 'random_negative_sampling_rate',
    ...samples,
    description: 'Random addresses drawn as counterexamples for each row.',
  },
  {
    name: 'shuffled_negative_sampling_rate',
    ...samples,
    description: 'Counterexamples for each row from shuffling the addresses within the batch.',
  },
  {
    name: 'weight_decay',
    type: 'continuous',
    min: 0,
    max: 10,
    default: '0.00001',
    tunable: true,
    description: 'L2 regularization, against overfitting.',
  },
  {
    name: 'batch_metrics_publish_interval',
    ...count,
    default: '1000',
    description: 'After how many batches the speed is logged.',
  },
  featureDimOfSdk,
  ...platformHyperparameters,
];

function dependencyProblems(values: HyperparameterValues): HyperparameterProblem[] {
  const { random_negative_sampling_rate: random = '1', shuffled_negative_sampling_rate: shuffled = '1' } = values;
  const sum = Number(random) + Number(shuffled);
  if (sum >= 1 && sum <= 500) return [];
  const name =
    values['random_negative_sampling_rate'] === undefined
      ? 'shuffled_negative_sampling_rate'
      : 'random_negative_sampling_rate';
  const message = `random_negative_sampling_rate and shuffled_negative_sampling_rate must add up to at least 1 and at most 500, but make ${sum}.`;
  return [{ name, message }];
}

// As the console declares them for a job; kept in public source that repeats them.
const metrics = [
  qualityMetric('validation:discriminator_auc', 'Maximize'),
  {
    name: 'train:binary_classification_accuracy:epoch',
    regex: '#quality_metric: host=\\S+, epoch=\\S+, train binary_classification_accuracy <score>=\\(?([^\\s)]+)',
    goal: 'Maximize',
  },
  {
    name: 'train:binary_classification_cross_entropy:epoch',
    regex: '#quality_metric: host=\\S+, epoch=\\S+, train binary_classification_cross_entropy <loss>=\\(?([^\\s)]+)',
    goal: 'Minimize',
  },
  {
    name: 'train:binary_classification_accuracy',
    regex:
      '#quality_metric: host=\\S+, epoch=\\S+, batch=\\S+ train binary_classification_accuracy <score>=\\(?([^\\s)]+)',
    goal: 'Maximize',
  },
  {
    name: 'train:binary_classification_cross_entropy',
    regex:
      '#quality_metric: host=\\S+, epoch=\\S+, batch=\\S+ train binary_classification_cross_entropy <loss>=\\(?([^\\s)]+)',
    goal: 'Minimize',
  },
  ...progressMetrics,
] as const;

/** Built-in IP Insights. */
export const ipInsights: AlgorithmSpec = {
  name: 'ipinsights',
  title: 'IP Insights',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'any', parallel: true, inputModes: ['File', 'FastFile'] },
  channels: dataChannels(['text/csv'], {
    train: 'CSV without a header: an entity (user, account) and an IPv4 address.',
    validation: 'Rows like those of train, on which the model tells real pairs from invented ones.',
  }),
};
