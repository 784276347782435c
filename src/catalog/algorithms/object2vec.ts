import type { AlgorithmSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { hyperparameters } from './object2vecHyperparameters.ts';
import { progressMetrics, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Object2Vec Algorithm", "Data Formats for Object2Vec Training", "Tune an Object2Vec Model".

const metrics = [
  ...progressMetrics,
  ...qualityMetrics(
    ['validation', 'test'],
    [
      ['mean_squared_error', 'Minimize'],
      ['accuracy', 'Maximize'],
      ['cross_entropy', 'Minimize'],
    ],
  ),
];

/** Built-in Object2Vec. */
export const object2vec: AlgorithmSpec = {
  name: 'object2vec',
  title: 'Object2Vec',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'any', parallel: false, inputModes: ['File', 'FastFile'] },
  channels: [
    ...dataChannels(['application/jsonlines'], {
      train: 'Pairs of objects: JSON lines with label, in0 and in1.',
      validation: 'What training is stopped early by.',
      test: 'What the final model is measured on.',
    }),
    {
      name: 'auxiliary',
      required: false,
      contentTypes: ['application/json', 'text/plain'],
      description: 'Pretrained embeddings and vocabularies that enc0_… and enc1_… name.',
    },
  ],
};
