import type { HyperparameterSpec } from '../algorithm.ts';

// Shapes that many pages of the developer guide share: "Valid values: positive integer", "auto or positive float", …

/** 1, 2, 3, … */
export const count = { type: 'integer', min: 1 } as const;

/** A number above 0. */
export const positive = { type: 'continuous', min: 0, exclusiveMin: true } as const;

/** A number from 0 on. */
export const notNegative = { type: 'continuous', min: 0 } as const;

/** A number from 0 to 1, both included. */
export const share = { type: 'continuous', min: 0, max: 1 } as const;

/** A number above 0, up to 1. */
export const positiveShare = { ...share, exclusiveMin: true } as const;

/** Where the algorithm chooses unless told: `auto` beside a number. */
export const orAuto = { alsoTaken: ['auto'], default: 'auto' } as const;

/** Documented as `true` or `false`; the Python SDK sends `True` and `False` (str of a bool). */
export const truth = {
  type: 'categorical',
  values: ['true', 'false'],
  alsoTaken: ['True', 'False', '1', '0'],
} as const;

/** Documented as `True` or `False`. */
export const pythonTruth = {
  type: 'categorical',
  values: ['True', 'False'],
  alsoTaken: ['true', 'false', '1', '0'],
} as const;

/** On no page of an algorithm without columns, but the base class of the Python SDK's estimators sends it for every one. */
export const featureDimOfSdk: HyperparameterSpec = {
  name: 'feature_dim',
  ...count,
  description: 'Sent by the Python SDK with a RecordSet; this algorithm needs no number of columns.',
};

/**
 * Settings of the platform under AWS's own MXNet algorithms. They stand in the "default-input.json" line at the head of the
 * algorithms' logs; public notebooks send some of them, e.g. sm-introduction_to_object2vec_sentence_similarity.ipynb.
 */
export const platformHyperparameters: readonly HyperparameterSpec[] = [
  {
    name: '_tuning_objective_metric',
    type: 'text',
    description: 'Added by a tuning job: the metric that it optimizes.',
  },
  { name: '_num_gpus', type: 'text', values: ['auto'], description: 'The number of GPUs to use of each instance.' },
  {
    name: '_num_kv_servers',
    type: 'text',
    values: ['auto'],
    description: 'The number of servers that keep the weights of distributed training.',
  },
  {
    name: '_kvstore',
    type: 'text',
    values: ['auto', 'device', 'local', 'dist_sync', 'dist_async'],
    description: 'Where MXNet adds up the gradients: on the device, in local memory or between hosts.',
  },
  { name: '_log_level', type: 'text', values: ['info', 'debug'], description: 'How much the algorithm logs.' },
  { name: '_enable_profiler', type: 'text', values: ['true', 'false'], description: "Whether MXNet's profiler runs." },
];
