import type { AlgorithmSpec, HyperparameterProblem, HyperparameterValues, MetricSpec } from '../algorithm.ts';
import { dataChannels } from './dataChannels.ts';
import { hyperparameters } from './linearLearnerHyperparameters.ts';
import { progressMetrics, qualityMetric, qualityMetrics } from './qualityMetrics.ts';

// Sources: developer guide, "Linear Learner Algorithm", "Tune a linear learner model"; the patterns: qualityMetrics.ts.

/** Which losses fit which label ("Linear learner hyperparameters", row `loss`). */
const losses: Readonly<Record<string, readonly string[]>> = {
  regressor: [
    'auto',
    'squared_loss',
    'absolute_loss',
    'eps_insensitive_squared_loss',
    'eps_insensitive_absolute_loss',
    'quantile_loss',
    'huber_loss',
  ],
  binary_classifier: ['auto', 'logistic', 'hinge_loss'],
  multiclass_classifier: ['auto', 'softmax_loss'],
};

function dependencyProblems(values: HyperparameterValues): HyperparameterProblem[] {
  const { predictor_type: predictor = '', loss = 'auto', num_classes: classes } = values;
  const problems: HyperparameterProblem[] = [];
  if (predictor === 'multiclass_classifier') {
    if (classes === undefined) {
      const message = 'num_classes is required by predictor_type multiclass_classifier: the classes, labelled from 0.';
      problems.push({ name: 'num_classes', message });
    } else if (Number(classes) < 3) {
      const message = `num_classes must be at least 3, but is ${classes}; for two classes use predictor_type binary_classifier.`;
      problems.push({ name: 'num_classes', message });
    }
  }
  const fitting = losses[predictor];
  if (fitting !== undefined && !fitting.includes(loss)) {
    const message = `loss '${loss}' does not go with predictor_type ${predictor}; it takes ${fitting.join(', ')}.`;
    problems.push({ name: 'loss', message });
  }
  return problems;
}

const ofFinalModel = [
  ['absolute_loss', 'Minimize'],
  ['binary_classification_accuracy', 'Maximize'],
  ['binary_f_beta', 'Maximize', 'binary_f_\\S+'],
  ['dcg', 'Maximize'],
  ['macro_f_beta', 'Maximize', 'macro_f_\\S+'],
  ['macro_precision', 'Maximize'],
  ['macro_recall', 'Maximize'],
  ['mse', 'Minimize'],
  ['multiclass_accuracy', 'Maximize'],
  ['multiclass_top_k_accuracy', 'Maximize', 'multiclass_top_k_accuracy_\\S+'],
  ['precision', 'Maximize'],
  ['recall', 'Maximize'],
  ['roc_auc_score', 'Maximize'],
] as const;

/** Declared for train by the service (a public dump of DescribeHyperParameterTuningJob); logged where there is no validation channel. */
const ofTrain = ['absolute_loss', 'binary_classification_accuracy', 'binary_f_beta', 'mse', 'precision', 'recall'];

/** The loss of every epoch and that of the final model are told apart by the epoch in the line. */
function objectiveLoss(dataset: string): MetricSpec[] {
  const pattern = (epoch: string): string =>
    `#quality_metric: host=\\S+, ${epoch}${dataset} \\S+_objective <loss>=(\\S+)`;
  return [
    { name: `${dataset}:objective_loss`, regex: pattern('epoch=\\S+, '), goal: 'Minimize' },
    { name: `${dataset}:objective_loss:final`, regex: pattern(''), goal: 'Minimize' },
  ];
}

const metrics = [
  ...progressMetrics,
  ...objectiveLoss('train'),
  ...objectiveLoss('validation'),
  qualityMetric('test:objective_loss', 'Minimize', '\\S+_objective'),
  ...qualityMetrics(['validation', 'test'], ofFinalModel),
  qualityMetric('validation:rmse', 'Minimize'),
  ...qualityMetrics(
    ['train'],
    ofFinalModel.filter(([name]) => ofTrain.includes(name)),
  ),
];

/** Built-in Linear Learner. */
export const linearLearner: AlgorithmSpec = {
  name: 'linear-learner',
  title: 'Linear Learner',
  hyperparameters,
  dependencyProblems,
  metrics,
  metricsOfJob: () => metrics,
  training: { processors: 'any', parallel: true, inputModes: ['File', 'Pipe', 'FastFile'] },
  channels: dataChannels(['text/csv', 'application/x-recordio-protobuf'], {
    train: 'What the model learns from. CSV has no header and the label in its first column.',
    validation: 'What chooses and calibrates the best of the models; each host needs all of it.',
    test: 'What the final model is measured on.',
  }),
};
