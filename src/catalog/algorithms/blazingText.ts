import type { AlgorithmSpec, HyperparameterSpec, MetricSpec } from '../algorithm.ts';
import { count, platformHyperparameters, positive, pythonTruth } from './hyperparameterShapes.ts';

// Sources: developer guide, "BlazingText algorithm", "BlazingText Hyperparameters", "Tune a BlazingText Model". Each mode reads some
// of these; public notebooks send the others along, so they are no fault.

const hyperparameters: HyperparameterSpec[] = [
  {
    name: 'mode',
    type: 'categorical',
    required: true,
    values: ['supervised', 'batch_skipgram', 'skipgram', 'cbow'],
    tunable: true,
    description: 'supervised classifies text; the other three learn word vectors (Word2Vec).',
  },
  { name: 'epochs', ...count, default: '5', tunable: true, description: 'How often the text is passed over.' },
  {
    name: 'learning_rate',
    ...positive,
    default: '0.05',
    tunable: true,
    description: 'How far one step moves the vectors.',
  },
  {
    name: 'vector_dim',
    ...count,
    default: '100',
    tunable: true,
    description: 'The length of a word vector (of the embedding layer in supervised mode).',
  },
  {
    name: 'min_count',
    type: 'integer',
    min: 0,
    default: '5',
    tunable: true,
    description: 'Words seen less often than this are left out.',
  },
  {
    name: 'buckets',
    ...count,
    default: '2000000',
    tunable: true,
    description: 'Hash buckets for subwords, or for word n-grams in supervised mode.',
  },
  {
    name: 'batch_size',
    ...count,
    default: '11',
    tunable: true,
    description: 'Words per batch in batch_skipgram mode; 10 to 20 work best.',
  },
  {
    name: 'window_size',
    ...count,
    default: '5',
    tunable: true,
    description: 'How many words around a word count as its context (Word2Vec).',
  },
  {
    name: 'negative_samples',
    ...count,
    default: '5',
    tunable: true,
    description: 'Wrong words drawn for each right one (Word2Vec).',
  },
  {
    name: 'sampling_threshold',
    ...positive,
    default: '0.0001',
    tunable: true,
    description: 'Words more frequent than this share of the text are partly skipped (Word2Vec); up to 0.001 is usual.',
  },
  {
    name: 'evaluation',
    ...pythonTruth,
    default: 'True',
    description: 'Whether the vectors are measured on the WordSimilarity-353 test at the end (Word2Vec).',
  },
  {
    name: 'subwords',
    ...pythonTruth,
    default: 'False',
    description: 'Whether parts of words get vectors too, so that unknown words have one (cbow and skipgram).',
  },
  { name: 'min_char', ...count, default: '3', description: 'The shortest subword, in characters.' },
  { name: 'max_char', ...count, default: '6', description: 'The longest subword, in characters.' },
  {
    name: 'word_ngrams',
    ...count,
    default: '2',
    tunable: true,
    description: 'How many words in a row form one feature (supervised).',
  },
  {
    name: 'early_stopping',
    ...pythonTruth,
    default: 'False',
    description: 'Whether training ends once the validation accuracy stops rising (supervised).',
  },
  {
    name: 'patience',
    ...count,
    default: '4',
    description: 'Epochs without progress before early_stopping ends the training.',
  },
  { name: 'min_epochs', ...count, default: '5', description: 'Epochs that early_stopping lets pass in any case.' },
  ...platformHyperparameters,
];

// Log lines of public notebooks: "#mean_rho: 0.70" and "#validation_accuracy: 0.97".
const metrics: MetricSpec[] = [
  { name: 'train:mean_rho', regex: '#mean_rho: (\\S+)', goal: 'Maximize' },
  { name: 'train:accuracy', regex: '#train_accuracy: (\\S+)', goal: 'Maximize' },
  { name: 'validation:accuracy', regex: '#validation_accuracy: (\\S+)', goal: 'Maximize' },
];

/** Built-in BlazingText. */
export const blazingText: AlgorithmSpec = {
  name: 'blazingtext',
  title: 'BlazingText',
  hyperparameters,
  metrics,
  metricsOfJob: () => metrics,
  // On several instances only batch_skipgram runs, and shares the one text out itself.
  training: {
    processors: 'any',
    parallel: true,
    inputModes: ['File', 'Pipe', 'FastFile'],
    trainDistribution: 'FullyReplicated',
  },
  // The guide names no content type: notebooks send text/plain, augmented manifests others.
  channels: [
    {
      name: 'train',
      required: true,
      contentTypes: [],
      description: 'One text file: a sentence per line, tokens apart by spaces; __label__… words first for supervised.',
    },
    {
      name: 'validation',
      required: false,
      contentTypes: [],
      description: 'What a supervised model is measured on, in the same format as train.',
    },
  ],
};
