import type { AlgorithmSpec, HyperparameterProblem, HyperparameterSpec, HyperparameterValues } from '../algorithm.ts';
import { count, platformHyperparameters, positiveShare, pythonTruth, share } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Semantic Segmentation Algorithm", "Semantic Segmentation Hyperparameters", "Tuning a Semantic Segmentation Model".

const network: HyperparameterSpec[] = [
  {
    name: 'num_classes',
    type: 'integer',
    required: true,
    min: 2,
    max: 254,
    description: 'The number of classes a pixel can be of.',
  },
  {
    name: 'num_training_samples',
    ...count,
    required: true,
    description: 'The number of training images; the learning rate falls by it.',
  },
  {
    name: 'algorithm',
    type: 'categorical',
    values: ['fcn', 'psp', 'deeplab'],
    default: 'fcn',
    description: 'The decoder: fully convolutional, pyramid scene parsing or DeepLab V3.',
  },
  {
    name: 'backbone',
    type: 'categorical',
    values: ['resnet-50', 'resnet-101'],
    default: 'resnet-50',
    description: 'The encoder.',
  },
  {
    name: 'use_pretrained_model',
    ...pythonTruth,
    default: 'True',
    description: 'Whether the backbone starts from learned weights.',
  },
  {
    name: 'base_size',
    type: 'integer',
    min: 16,
    exclusiveMin: true,
    default: '520',
    description: 'Before cropping, the longer side becomes this many pixels times a random number from 0.5 to 2.',
  },
  {
    name: 'crop_size',
    type: 'integer',
    min: 16,
    exclusiveMin: true,
    default: '240',
    description: 'The side of the square cropped at random, rounded up to a multiple of 8.',
  },
];

const optimization: HyperparameterSpec[] = [
  { name: 'epochs', ...count, default: '10', description: 'How often the images are passed over.' },
  { name: 'mini_batch_size', ...count, default: '16', tunable: true, description: 'Training images per step.' },
  { name: 'validation_mini_batch_size', ...count, default: '16', description: 'Validation images per step.' },
  {
    name: 'learning_rate',
    ...positiveShare,
    default: '0.001',
    tunable: true,
    description: 'The step size at the start.',
  },
  {
    name: 'lr_scheduler',
    type: 'categorical',
    values: ['step', 'poly', 'cosine'],
    default: 'poly',
    description: 'How the learning rate falls: at given epochs, by a polynomial or by a cosine.',
  },
  {
    name: 'lr_scheduler_step',
    type: 'text',
    description: 'For lr_scheduler step: the epochs after which the rate falls, separated by commas, e.g. 10,20.',
  },
  {
    name: 'lr_scheduler_factor',
    ...share,
    default: '0.1',
    description: 'For lr_scheduler step: what each fall multiplies the rate with.',
  },
  {
    name: 'optimizer',
    type: 'categorical',
    // The tuning page has adadelta as well, the page itself has not.
    values: ['sgd', 'adam', 'adagrad', 'nag', 'rmsprop', 'adadelta'],
    default: 'sgd',
    tunable: true,
    description: 'The way of descent.',
  },
  { name: 'momentum', ...share, default: '0.9', tunable: true, description: 'The momentum of sgd.' },
  {
    name: 'weight_decay',
    ...share,
    exclusiveMax: true,
    default: '0.0001',
    tunable: true,
    description: 'L2 regularization of sgd.',
  },
  {
    name: 'gamma1',
    ...share,
    default: '0.9',
    description: 'How slowly rmsprop forgets earlier squares of the gradient.',
  },
  { name: 'gamma2', ...share, default: '0.9', description: 'The momentum of rmsprop.' },
  {
    name: 'syncbn',
    ...pythonTruth,
    default: 'False',
    description: 'Whether batches are normalized over all GPUs together.',
  },
  {
    name: 'early_stopping',
    ...pythonTruth,
    default: 'False',
    description: 'Whether training stops once validation:mIOU no longer rises.',
  },
  {
    name: 'early_stopping_min_epochs',
    type: 'integer',
    min: 0,
    default: '5',
    description: 'Epochs before it may stop.',
  },
  {
    name: 'early_stopping_patience',
    type: 'integer',
    min: 0,
    default: '4',
    description: 'Epochs without improvement that it bears.',
  },
  {
    name: 'early_stopping_tolerance',
    ...share,
    default: '0.0',
    description: 'The relative gain of validation:mIOU that counts as improvement.',
  },
];

function dependencyProblems(values: HyperparameterValues): HyperparameterProblem[] {
  if (values['lr_scheduler'] !== 'step' || values['lr_scheduler_step'] !== undefined) return [];
  const message =
    "lr_scheduler_step is required by lr_scheduler 'step': the epochs after which the rate falls, e.g. 10,20.";
  return [{ name: 'lr_scheduler_step', message }];
}

// The tuning page names the two of validation; train:loss is what public users of TrainingJobAnalytics ask for as well.
const metrics = [
  ...progressMetrics,
  ...qualityMetrics(['train'], [['loss', 'Minimize']]),
  ...qualityMetrics(
    ['validation'],
    [
      ['mIOU', 'Maximize'],
      ['pixel_accuracy', 'Maximize'],
    ],
  ),
];

const images = ['image/jpeg', 'image/png', 'application/x-image', 'application/x-recordio'];

/** Built-in Semantic Segmentation. */
export const semanticSegmentation: AlgorithmSpec = {
  name: 'semantic-segmentation',
  title: 'Semantic Segmentation',
  hyperparameters: [...network, ...optimization, ...platformHyperparameters],
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'gpu', parallel: false, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: [
    { name: 'train', required: true, contentTypes: images, description: 'Training images (JPG), or a manifest.' },
    { name: 'validation', required: true, contentTypes: images, description: 'Images that mIOU is measured on.' },
    {
      name: 'train_annotation',
      // An augmented manifest (Pipe) brings image and annotation in one channel.
      required: false,
      contentTypes: images,
      description: 'For a folder of images: a one-channel PNG per image of train, of the same name.',
    },
    {
      name: 'validation_annotation',
      required: false,
      contentTypes: images,
      description: 'For a folder of images: a one-channel PNG per image of validation, of the same name.',
    },
    {
      name: 'label_map',
      required: false,
      contentTypes: ['application/json', 'image/jpeg', 'image/png'],
      description: 'train_label_map.json and validation_label_map.json: which pixel value is which class.',
    },
    {
      name: 'model',
      required: false,
      contentTypes: ['application/x-sagemaker-model'],
      description: 'The model.tar.gz of an earlier job to go on from, of the same network and num_classes.',
    },
  ],
};
