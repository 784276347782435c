import type { HyperparameterSpec } from '../algorithm.ts';
import { featureDimOfSdk, orAuto, platformHyperparameters, pythonTruth, share } from './hyperparameterShapes.ts';

// Source: developer guide, "Object2Vec Hyperparameters"; where the Python SDK (sagemaker.amazon.object2vec) takes more, so does this table.

/** What both encoders have; the first is the one that must be described. */
function encoder(name: 'enc0' | 'enc1'): HyperparameterSpec[] {
  const first = name === 'enc0';
  const networks = ['hcnn', 'bilstm', 'pooled_embedding'];
  return [
    {
      name: `${name}_max_seq_len`,
      type: 'integer',
      required: first,
      min: 1,
      max: 5000,
      description: `The longest sequence that ${name} reads, in tokens.`,
    },
    {
      name: `${name}_vocab_size`,
      type: 'integer',
      required: first,
      min: 2,
      max: 3_000_000,
      description: `How many tokens ${name} knows.`,
    },
    {
      name: `${name}_network`,
      type: 'categorical',
      values: first ? networks : ['enc0', ...networks],
      default: first ? 'hcnn' : 'enc0',
      description: `The network of ${name}: convolutional, recurrent or averaged${first ? '' : '; enc0 takes all settings of the other'}.`,
    },
    {
      name: `${name}_layers`,
      type: 'integer',
      min: 1,
      max: 4,
      ...orAuto,
      tunable: true,
      description: `The number of layers of ${name}; auto depends on its network.`,
    },
    {
      name: `${name}_cnn_filter_width`,
      type: 'integer',
      min: 1,
      max: 9,
      default: '3',
      tunable: true,
      description: `The width of the filters of ${name}, for hcnn.`,
    },
    {
      name: `${name}_token_embedding_dim`,
      type: 'integer',
      min: 2,
      max: 1000,
      default: '300',
      tunable: true,
      description: `The number of components that ${name} represents a token by.`,
    },
    {
      name: `${name}_vocab_file`,
      type: 'text',
      default: '',
      description: `The file of the auxiliary channel that numbers the tokens of ${name}.`,
    },
    {
      name: `${name}_pretrained_embedding_file`,
      type: 'text',
      default: '',
      description: `The file of the auxiliary channel with learned embeddings for ${name}.`,
    },
    {
      name: `${name}_freeze_pretrained_embedding`,
      ...pythonTruth,
      default: 'True',
      description: `Whether learned embeddings of ${name} stay as they are.`,
    },
  ];
}

const task: HyperparameterSpec[] = [
  {
    name: 'output_layer',
    type: 'categorical',
    values: ['softmax', 'mean_squared_error'],
    default: 'softmax',
    description: 'softmax classifies pairs, mean_squared_error predicts a number.',
  },
  {
    name: 'num_classes',
    type: 'integer',
    min: 2,
    max: 30,
    default: '2',
    description: 'The number of classes, for softmax.',
  },
  {
    name: 'enc_dim',
    type: 'integer',
    min: 4,
    max: 10_000,
    default: '4096',
    tunable: true,
    description: 'The number of components of an embedding.',
  },
  {
    name: 'comparator_list',
    type: 'text',
    values: ['hadamard', 'concat', 'abs_diff'],
    default: 'hadamard, concat, abs_diff',
    description: 'How two embeddings are compared, separated by commas: product, both in a row, absolute difference.',
  },
  {
    name: 'mlp_layers',
    type: 'integer',
    min: 0,
    max: 10,
    default: '2',
    tunable: true,
    description: 'The number of layers behind the comparison.',
  },
  {
    name: 'mlp_dim',
    type: 'integer',
    min: 2,
    max: 10_000,
    default: '512',
    tunable: true,
    description: 'The width of those layers.',
  },
  {
    name: 'mlp_activation',
    type: 'categorical',
    values: ['tanh', 'relu', 'linear'],
    default: 'linear',
    tunable: true,
    description: 'The activation of those layers.',
  },
  {
    name: 'negative_sampling_rate',
    type: 'integer',
    min: 0,
    default: '0',
    description: 'How many negative pairs are made up for each positive one; 0 makes none.',
  },
  {
    name: 'tied_token_embedding_weight',
    ...pythonTruth,
    default: 'False',
    description: 'Whether both encoders share one embedding of tokens.',
  },
  {
    name: 'token_embedding_storage_type',
    type: 'categorical',
    values: ['dense', 'row_sparse'],
    default: 'dense',
    description: 'row_sparse updates only the tokens of the batch and is faster.',
  },
];

const optimization: HyperparameterSpec[] = [
  {
    name: 'epochs',
    type: 'integer',
    min: 1,
    max: 100,
    default: '30',
    tunable: true,
    description: 'How often the pairs are passed over at most.',
  },
  {
    name: 'mini_batch_size',
    type: 'integer',
    min: 1,
    max: 10_000,
    default: '32',
    tunable: true,
    description: 'Pairs per step.',
  },
  {
    name: 'learning_rate',
    type: 'continuous',
    min: 1e-6,
    max: 1,
    default: '0.0004',
    tunable: true,
    description: 'The step size.',
  },
  {
    name: 'optimizer',
    type: 'categorical',
    values: ['adadelta', 'adagrad', 'adam', 'sgd', 'rmsprop'],
    default: 'adam',
    tunable: true,
    description: 'The way of descent.',
  },
  { name: 'dropout', ...share, default: '0.0', tunable: true, description: 'How often a unit is left out.' },
  {
    name: 'weight_decay',
    type: 'continuous',
    min: 0,
    max: 10_000,
    default: '0',
    tunable: true,
    description: 'L2 regularization.',
  },
  {
    name: 'bucket_width',
    type: 'integer',
    min: 0,
    max: 100,
    default: '0',
    description: 'Sequences whose lengths differ by no more are batched together; 0 turns that off.',
  },
  {
    name: 'early_stopping_patience',
    type: 'integer',
    min: 1,
    max: 5,
    default: '3',
    tunable: true,
    description: 'Epochs without improvement before training stops.',
  },
  {
    name: 'early_stopping_tolerance',
    type: 'continuous',
    min: 1e-6,
    max: 0.1,
    default: '0.01',
    tunable: true,
    description: 'The fall of the loss that counts as improvement.',
  },
];

/** All of them, those a newcomer needs first. */
export const hyperparameters: readonly HyperparameterSpec[] = [
  ...encoder('enc0'),
  ...encoder('enc1'),
  ...task,
  ...optimization,
  featureDimOfSdk,
  ...platformHyperparameters,
];
