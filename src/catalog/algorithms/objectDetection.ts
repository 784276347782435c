import type { AlgorithmSpec, HyperparameterSpec } from '../algorithm.ts';
import { count, platformHyperparameters, positiveShare, pythonTruth, share } from './hyperparameterShapes.ts';
import { progressMetrics, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Object Detection - MXNet", "Object Detection Hyperparameters", "Tune an Object Detection Model".

const network: HyperparameterSpec[] = [
  { name: 'num_classes', ...count, required: true, description: 'The number of classes of objects.' },
  {
    name: 'num_training_samples',
    ...count,
    required: true,
    description: 'The number of training images; the learning rate falls by it.',
  },
  {
    name: 'base_network',
    type: 'categorical',
    values: ['vgg-16', 'resnet-50'],
    default: 'vgg-16',
    description: 'The network that sees the image.',
  },
  {
    name: 'use_pretrained_model',
    type: 'integer',
    min: 0,
    max: 1,
    default: '1',
    description: '1 starts from weights learned on ImageNet, 0 from scratch.',
  },
  {
    name: 'image_shape',
    type: 'integer',
    min: 300,
    default: '300',
    description: 'Images are resized to a square of this many pixels; 300 and 512 do well.',
  },
  {
    name: 'label_width',
    ...count,
    default: '350',
    description: 'The length that labels are padded to: 5 numbers per object of the fullest image and a header of 2.',
  },
  {
    name: 'freeze_layer_pattern',
    type: 'text',
    description:
      'Layers whose names match this regular expression keep their weights, e.g. ^(conv1_|conv2_).* for two blocks.',
  },
];

const optimization: HyperparameterSpec[] = [
  { name: 'epochs', ...count, default: '30', description: 'How often the images are passed over.' },
  {
    name: 'mini_batch_size',
    ...count,
    default: '32',
    tunable: true,
    description: 'Images per step, shared by the GPUs of a host.',
  },
  {
    name: 'learning_rate',
    ...positiveShare,
    default: '0.001',
    tunable: true,
    description: 'The step size at the start.',
  },
  {
    name: 'lr_scheduler_step',
    type: 'text',
    default: '',
    description: 'The epochs after which the learning rate falls, separated by commas, e.g. 10,20.',
  },
  {
    name: 'lr_scheduler_factor',
    ...positiveShare,
    exclusiveMax: true,
    default: '0.1',
    description: 'What each fall multiplies the learning rate with.',
  },
  {
    name: 'optimizer',
    type: 'categorical',
    values: ['sgd', 'adam', 'rmsprop', 'adadelta'],
    default: 'sgd',
    tunable: true,
    description: 'The way of descent.',
  },
  // The page says above 0, the tuning page begins both at 0.
  { name: 'momentum', ...share, default: '0.9', tunable: true, description: 'The momentum of sgd.' },
  {
    name: 'weight_decay',
    ...share,
    exclusiveMax: true,
    default: '0.0005',
    tunable: true,
    description: 'L2 regularization of sgd and rmsprop.',
  },
  {
    name: 'kv_store',
    type: 'categorical',
    values: ['dist_sync', 'dist_async'],
    description: 'Whether several hosts update the weights together or each when it is ready.',
  },
];

const evaluation: HyperparameterSpec[] = [
  {
    name: 'overlap_threshold',
    ...positiveShare,
    default: '0.5',
    description: 'How much a found box must overlap the true one to count.',
  },
  {
    name: 'nms_threshold',
    ...positiveShare,
    default: '0.45',
    description: 'Of boxes that overlap more than this the best is kept.',
  },
  {
    name: 'early_stopping',
    ...pythonTruth,
    default: 'False',
    description: 'Whether training stops once validation:mAP no longer rises.',
  },
  { name: 'early_stopping_min_epochs', ...count, default: '10', description: 'Epochs before it may stop.' },
  { name: 'early_stopping_patience', ...count, default: '5', description: 'Epochs without improvement that it bears.' },
  {
    name: 'early_stopping_tolerance',
    ...share,
    default: '0.0',
    description: 'The relative gain of validation:mAP that counts as improvement.',
  },
];

// The console's list for such a job names these five.
const metrics = [
  ...progressMetrics,
  ...qualityMetrics(
    ['train'],
    [
      ['smooth_l1', 'Minimize'],
      ['cross_entropy', 'Minimize'],
    ],
  ),
  ...qualityMetrics(['validation'], [['mAP', 'Maximize']]),
];

const images = ['application/x-recordio', 'image/jpeg', 'image/png', 'application/x-image'];
const annotations = ['image/jpeg', 'image/png', 'application/x-image', 'application/json'];

/** Built-in Object Detection (MXNet). */
export const objectDetection: AlgorithmSpec = {
  name: 'object-detection',
  title: 'Object Detection',
  hyperparameters: [...network, ...optimization, ...evaluation, ...platformHyperparameters],
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'gpu', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: [
    {
      name: 'train',
      required: true,
      contentTypes: images,
      description: 'Training images: one RecordIO file, a folder, or an augmented manifest (Pipe).',
    },
    { name: 'validation', required: true, contentTypes: images, description: 'Images that mAP is measured on.' },
    {
      name: 'train_annotation',
      required: false,
      contentTypes: annotations,
      description: 'For a folder of images: a JSON file per image of train, of the same name.',
    },
    {
      name: 'validation_annotation',
      required: false,
      contentTypes: annotations,
      description: 'For a folder of images: a JSON file per image of validation, of the same name.',
    },
    {
      name: 'model',
      required: false,
      contentTypes: ['application/x-sagemaker-model'],
      description: 'The model.tar.gz of an earlier job to go on from, of the same base_network and num_classes.',
    },
  ],
};
