import type { AlgorithmSpec, HyperparameterProblem, HyperparameterValues, MetricSpec } from '../algorithm.ts';
import { hyperparameters } from './imageClassificationHyperparameters.ts';

// Sources: developer guide, "Image Classification - MXNet", "Tune an Image Classification Model"; log lines of public notebooks.

const pretrainedDepths = ['18', '34', '50', '101', '152', '200'];

function dependencyProblems(values: HyperparameterValues): HyperparameterProblem[] {
  const { use_pretrained_model: pretrained, num_layers: layers = '152' } = values;
  const { checkpoint_frequency: frequency, epochs = '30' } = values;
  const problems: HyperparameterProblem[] = [];
  if (Number(pretrained ?? 0) === 1 && !pretrainedDepths.includes(layers)) {
    const message = `num_layers ${layers} has no pretrained model; with use_pretrained_model 1 use ${pretrainedDepths.join(', ')}.`;
    problems.push({ name: 'num_layers', message });
  }
  if (frequency !== undefined && Number(frequency) > Number(epochs)) {
    const message = `checkpoint_frequency must not be more than epochs (${epochs}), but is ${frequency}.`;
    problems.push({ name: 'checkpoint_frequency', message });
  }
  return problems;
}

const metrics: MetricSpec[] = [
  { name: 'validation:accuracy', regex: 'Epoch\\[\\d+\\] Validation-accuracy=(\\S+)', goal: 'Maximize' },
  { name: 'train:accuracy', regex: 'Epoch\\[\\d+\\] Train-accuracy=(\\S+)', goal: 'Maximize' },
];

const contentTypes = ['application/x-recordio', 'application/x-image', 'image/jpeg', 'image/png'];
const listTypes = ['application/x-image'];

/** Built-in Image Classification (MXNet). */
export const imageClassification: AlgorithmSpec = {
  name: 'image-classification',
  title: 'Image Classification',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  // Every host needs all images: a comment beside the request of Image-classification-fulltraining.ipynb.
  training: {
    processors: 'gpu',
    parallel: true,
    inputModes: ['File', 'Pipe', 'FastFile'],
    trainDistribution: 'FullyReplicated',
  },
  channels: [
    {
      name: 'train',
      required: true,
      contentTypes,
      description: 'Training images: one RecordIO file, image files, or an augmented manifest (Pipe).',
    },
    {
      name: 'validation',
      required: true,
      contentTypes,
      description: 'Images on which the model is measured after every epoch, in the same format as train.',
    },
    {
      name: 'train_lst',
      required: false,
      contentTypes: listTypes,
      description: 'With image files: the .lst file of the training images (index, class, path; separated by tabs).',
    },
    {
      name: 'validation_lst',
      required: false,
      contentTypes: listTypes,
      description: 'With image files: the .lst file of the validation images.',
    },
    {
      name: 'model',
      required: false,
      contentTypes: ['application/x-sagemaker-model'],
      description: 'The model.tar.gz of an earlier job, to go on from (incremental training).',
    },
  ],
};
