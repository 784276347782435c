import type { HyperparameterSpec } from '../algorithm.ts';
import { count, notNegative, platformHyperparameters, positive, share, truth } from './hyperparameterShapes.ts';

// Source: developer guide, "Sequence-to-Sequence Hyperparameters".

const tuned = { tunable: true } as const;
const dropout = { ...share, ...tuned, default: '0' } as const;
const networks = { type: 'categorical', values: ['rnn', 'cnn'], default: 'rnn' } as const;

const data: HyperparameterSpec[] = [
  { name: 'batch_size', ...count, ...tuned, default: '64', description: 'Pairs per step.' },
  { name: 'max_seq_len_source', ...count, default: '100', description: 'Longer source sequences are cut to this.' },
  { name: 'max_seq_len_target', ...count, default: '100', description: 'Longer target sequences are cut to this.' },
  {
    name: 'bucketing_enabled',
    ...truth,
    default: 'true',
    description: 'Whether sequences of like length are batched together.',
  },
  { name: 'bucket_width', ...count, default: '10', description: 'The steps of length of those buckets.' },
];

const network: HyperparameterSpec[] = [
  { name: 'encoder_type', ...networks, description: 'The encoder: recurrent with attention, or convolutional.' },
  { name: 'decoder_type', ...networks, description: 'The decoder: recurrent or convolutional.' },
  { name: 'num_layers_encoder', ...count, ...tuned, default: '1', description: 'The layers of the encoder.' },
  { name: 'num_layers_decoder', ...count, ...tuned, default: '1', description: 'The layers of the decoder.' },
  {
    name: 'num_embed_source',
    ...count,
    ...tuned,
    default: '512',
    description: 'The number of components of a source token.',
  },
  {
    name: 'num_embed_target',
    ...count,
    ...tuned,
    default: '512',
    description: 'The number of components of a target token.',
  },
  { name: 'embed_dropout_source', ...dropout, description: 'How often a component of a source token is left out.' },
  { name: 'embed_dropout_target', ...dropout, description: 'How often a component of a target token is left out.' },
  {
    name: 'rnn_num_hidden',
    ...count,
    min: 2,
    ...tuned,
    default: '1024',
    description: 'The hidden units of a recurrent layer: an even number.',
  },
  {
    name: 'rnn_cell_type',
    type: 'categorical',
    values: ['lstm', 'gru'],
    default: 'lstm',
    description: 'The cell of a recurrent layer.',
  },
  {
    name: 'rnn_attention_type',
    type: 'categorical',
    values: ['dot', 'fixed', 'mlp', 'bilinear'],
    default: 'mlp',
    description: 'How the decoder weighs what the encoder read.',
  },
  {
    name: 'rnn_attention_num_hidden',
    ...count,
    description: 'The hidden units of the attention; as many as rnn_num_hidden by default.',
  },
  {
    name: 'rnn_attention_in_upper_layers',
    ...truth,
    default: 'true',
    description: 'Whether upper layers see the attention too.',
  },
  {
    name: 'rnn_decoder_state_init',
    type: 'categorical',
    values: ['last', 'avg', 'zero'],
    default: 'last',
    description: "What the decoder starts from: the encoder's last state, its mean or zeros.",
  },
  {
    name: 'rnn_decoder_hidden_dropout',
    ...dropout,
    description: "How often a unit of the decoder's state is left out.",
  },
  {
    name: 'rnn_residual_connections',
    ...truth,
    default: 'false',
    description: 'Whether layers pass their input on beside their output; for several layers.',
  },
  { name: 'rnn_first_residual_layer', ...count, default: '2', description: 'The first layer that does.' },
  {
    name: 'cnn_num_hidden',
    ...count,
    ...tuned,
    default: '512',
    description: 'The hidden units of a convolutional layer.',
  },
  { name: 'cnn_kernel_width_encoder', ...count, default: '3', description: "The width of the encoder's kernels." },
  { name: 'cnn_kernel_width_decoder', ...count, default: '5', description: "The width of the decoder's kernels." },
  {
    name: 'cnn_activation_type',
    type: 'categorical',
    values: ['glu', 'relu', 'softrelu', 'sigmoid', 'tanh'],
    default: 'glu',
    description: 'The activation of convolutional layers.',
  },
  { name: 'cnn_hidden_dropout', ...dropout, description: 'How often a unit between convolutional layers is left out.' },
  {
    name: 'weight_init_type',
    type: 'categorical',
    values: ['xavier', 'uniform'],
    ...tuned,
    default: 'xavier',
    description: 'The distribution that the first weights are drawn from.',
  },
  {
    name: 'weight_init_scale',
    type: 'continuous',
    ...tuned,
    default: '2.34',
    description: 'The scale of that distribution.',
  },
  {
    name: 'xavier_factor_type',
    type: 'categorical',
    values: ['in', 'out', 'avg'],
    default: 'in',
    description: 'Which side of a layer xavier scales by.',
  },
];

const optimization: HyperparameterSpec[] = [
  {
    name: 'optimizer_type',
    type: 'categorical',
    values: ['adam', 'sgd', 'rmsprop'],
    ...tuned,
    default: 'adam',
    description: 'The way of descent.',
  },
  { name: 'learning_rate', ...positive, ...tuned, default: '0.0003', description: 'The step size at the start.' },
  { name: 'momentum', ...notNegative, ...tuned, description: 'The momentum of sgd; not for the others.' },
  { name: 'weight_decay', ...notNegative, ...tuned, default: '0', description: 'L2 regularization.' },
  {
    name: 'clip_gradient',
    type: 'continuous',
    ...tuned,
    default: '1',
    description: 'Components of the gradient beyond this are cut; a negative number turns that off.',
  },
  {
    name: 'lr_scheduler_type',
    type: 'categorical',
    values: ['plateau_reduce', 'fixed_rate_inv_t', 'fixed_rate_inv_sqrt_t'],
    ...tuned,
    default: 'plateau_reduce',
    description: 'When the learning rate falls: as optimized_metric stands still, or with time.',
  },
  {
    name: 'plateau_reduce_lr_factor',
    ...positive,
    ...tuned,
    default: '0.5',
    description: 'What plateau_reduce multiplies the rate with.',
  },
  {
    name: 'plateau_reduce_lr_threshold',
    ...count,
    ...tuned,
    default: '3',
    description: 'Checkpoints without improvement before plateau_reduce does.',
  },
  {
    name: 'fixed_rate_lr_half_life',
    ...count,
    ...tuned,
    default: '10',
    description: 'The checkpoints in which the fixed_rate schedulers halve the rate.',
  },
  {
    name: 'loss_type',
    type: 'categorical',
    values: ['cross-entropy'],
    default: 'cross-entropy',
    description: 'What is minimized.',
  },
];

const course: HyperparameterSpec[] = [
  {
    name: 'optimized_metric',
    type: 'categorical',
    values: ['perplexity', 'accuracy', 'bleu'],
    default: 'perplexity',
    description: 'What training is stopped early by, on validation data.',
  },
  {
    name: 'training_metric',
    type: 'categorical',
    values: ['perplexity', 'accuracy'],
    default: 'perplexity',
    description: 'What is logged on training data.',
  },
  {
    name: 'checkpoint_frequency_num_batches',
    ...count,
    default: '1000',
    description: 'Batches between two checkpoints, which is when validation is measured.',
  },
  {
    name: 'checkpoint_threshold',
    ...count,
    default: '3',
    description: 'Checkpoints without improvement before training stops.',
  },
  {
    name: 'min_num_epochs',
    type: 'integer',
    min: 0,
    default: '0',
    description: 'Epochs before training may stop early.',
  },
  { name: 'max_num_epochs', ...count, description: 'Epochs after which training ends in any case.' },
  {
    name: 'max_num_batches',
    type: 'integer',
    min: -1,
    default: '-1',
    description: 'Batches after which training ends in any case; -1 is no limit.',
  },
  {
    name: 'bleu_sample_size',
    type: 'integer',
    min: -1,
    default: '0',
    description: 'How many validation pairs BLEU is computed on; -1 takes all.',
  },
  { name: 'beam_size', ...count, default: '5', description: 'How many translations beam search follows at a time.' },
];

/** All of them, those a newcomer needs first. */
export const hyperparameters: readonly HyperparameterSpec[] = [
  ...data,
  ...network,
  ...optimization,
  ...course,
  ...platformHyperparameters,
];
