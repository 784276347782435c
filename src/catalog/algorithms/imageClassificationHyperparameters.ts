import type { HyperparameterSpec } from '../algorithm.ts';
import { count, platformHyperparameters, pythonTruth, share } from './hyperparameterShapes.ts';

// Source: developer guide, "Image Classification Hyperparameters". The log of older images ("Reading default configuration") differs
// from it in one default: momentum 0.

const flag = { type: 'integer', min: 0, max: 1, default: '0' } as const;

const network: HyperparameterSpec[] = [
  { name: 'num_classes', ...count, required: true, description: 'The number of classes, numbered from 0.' },
  {
    name: 'num_training_samples',
    ...count,
    required: true,
    description: 'The number of training images; the learning rate schedule counts by it.',
  },
  {
    name: 'num_layers',
    type: 'categorical',
    values: ['18', '34', '50', '101', '152', '200', '20', '32', '44', '56', '110'],
    default: '152',
    description:
      'The depth of the ResNet: 18 to 200 for large images, 20 to 110 of the second series for 28 x 28 or so.',
  },
  {
    name: 'image_shape',
    type: 'text',
    default: '3,224,224',
    description: 'Channels, height and width of the images, e.g. 3,224,224.',
  },
  {
    name: 'use_pretrained_model',
    ...flag,
    description: '1 starts from a model trained on ImageNet (transfer learning), 0 from scratch.',
  },
  { name: 'multi_label', ...flag, description: '1 when an image can have several labels.' },
  { name: 'use_weighted_loss', ...flag, description: '1 weighs classes by their frequency, for multi_label only.' },
  {
    name: 'precision_dtype',
    type: 'categorical',
    values: ['float32', 'float16'],
    default: 'float32',
    description: 'The precision of the weights; float16 is for GPUs with hardware for it.',
  },
];

const images: HyperparameterSpec[] = [
  {
    name: 'resize',
    ...count,
    description: 'The shorter side of an image after resizing; needed with image files, optional with RecordIO.',
  },
  {
    name: 'augmentation_type',
    type: 'categorical',
    values: ['crop', 'crop_color', 'crop_color_transform'],
    description: 'Random changes to training images: crops and flips, with colours, with rotation and shear.',
  },
];

const training: HyperparameterSpec[] = [
  { name: 'epochs', ...count, default: '30', description: 'How often the images are passed over.' },
  {
    name: 'mini_batch_size',
    ...count,
    default: '32',
    tunable: true,
    description: 'Images per step and instance, shared by its GPUs.',
  },
  { name: 'learning_rate', ...share, default: '0.1', tunable: true, description: 'The first learning rate.' },
  {
    name: 'lr_scheduler_step',
    type: 'text',
    description: 'The epochs after which the learning rate falls, e.g. 10,20.',
  },
  {
    name: 'lr_scheduler_factor',
    ...share,
    default: '0.1',
    description: 'What the learning rate is multiplied by at each epoch of lr_scheduler_step.',
  },
  {
    name: 'kv_store',
    type: 'categorical',
    values: ['dist_sync', 'dist_async'],
    description: 'Whether several instances wait for each other after each batch (dist_sync) or not.',
  },
  {
    name: 'top_k',
    type: 'integer',
    min: 2,
    description: 'Also logs how often the right class is among the best so many.',
  },
  {
    name: 'checkpoint_frequency',
    ...count,
    description: 'Keeps a checkpoint after every so many epochs; by default only the best epoch.',
  },
  {
    name: 'early_stopping',
    ...pythonTruth,
    default: 'False',
    description: 'Whether training ends once the validation accuracy stops rising.',
  },
  {
    name: 'early_stopping_min_epochs',
    ...count,
    default: '10',
    description: 'Epochs that early_stopping lets pass in any case.',
  },
  {
    name: 'early_stopping_patience',
    ...count,
    default: '5',
    description: 'Epochs without progress before early_stopping ends the training.',
  },
  {
    name: 'early_stopping_tolerance',
    ...share,
    default: '0.0',
    description: 'The relative gain below which early_stopping sees no progress.',
  },
];

const optimizer: HyperparameterSpec[] = [
  {
    name: 'optimizer',
    type: 'categorical',
    values: ['sgd', 'adam', 'rmsprop', 'nag'],
    default: 'sgd',
    tunable: true,
    description: 'How the weights are moved.',
  },
  { name: 'momentum', ...share, default: '0.9', tunable: true, description: 'Momentum of sgd and nag.' },
  { name: 'weight_decay', ...share, default: '0.0001', tunable: true, description: 'Weight decay of sgd and nag.' },
  { name: 'beta_1', ...share, default: '0.9', tunable: true, description: 'Decay of the first moment, for adam.' },
  { name: 'beta_2', ...share, default: '0.999', tunable: true, description: 'Decay of the second moment, for adam.' },
  {
    name: 'eps',
    ...share,
    default: '1e-8',
    tunable: true,
    description: 'A small number that keeps adam and rmsprop from dividing by 0.',
  },
  {
    name: 'gamma',
    ...share,
    default: '0.9',
    tunable: true,
    description: 'Decay of the average of squared gradients, for rmsprop.',
  },
];

/** Every hyperparameter of the image. */
export const hyperparameters: readonly HyperparameterSpec[] = [
  ...network,
  ...images,
  ...training,
  ...optimizer,
  ...platformHyperparameters,
];
