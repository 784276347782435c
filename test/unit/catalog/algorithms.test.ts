import assert from 'node:assert/strict';
import type { AlgorithmSpec, HyperparameterSpec } from '../../../src/catalog/algorithm.ts';
import { algorithmNames, findAlgorithm } from '../../../src/catalog/algorithms/registry.ts';
import { validateHyperparameters } from '../../../src/catalog/hyperparameters.ts';
import { algorithmOf } from '../../../src/catalog/images.ts';

/** What the service's own model allows (contract, section 13). */
const mostDefinitions = 40;
const longestRegex = 500;
const longestValue = 2500;

/** The course's list: what a definition can name. */
const course = [
  'blazingtext',
  'factorization-machines',
  'forecasting-deepar',
  'image-classification',
  'ipinsights',
  'kmeans',
  'knn',
  'lda',
  'linear-learner',
  'ntm',
  'object-detection',
  'object2vec',
  'pca',
  'randomcutforest',
  'semantic-segmentation',
  'seq2seq',
  'xgboost',
];

/** Lines that jobs on AWS have logged (the guide's k-NN sample output, public notebooks and their outputs). */
const realLines = [
  "[06/08/2018 20:15:33 INFO 140026520049408] #test_score (algo-1) : ('mse', 0.013333333333333334)",
  "[06/08/2018 20:15:46 INFO 140285487171328] #test_score (algo-1) : ('accuracy', 0.98666666666666669)",
  '[11/04/2024 23:41:49 INFO 140700728170304] #mean_rho: 0.7096995514173802',
  '#train_accuracy: 0.9888',
  '#validation_accuracy: 0.9228',
  '[01/11/2022 01:35:20 INFO 139782187484992] Epoch[2] Train-accuracy=0.581019',
  '[01/11/2022 01:35:21 INFO 139782187484992] Epoch[2] Validation-accuracy=0.666667',
  '[09/21/2025 00:34:46 INFO 140609638106944] #throughput_metric: host=algo-1, train throughput=52.72058460850805 records/second',
  '[09/21/2025 00:34:46 INFO 140609638106944] #progress_metric: host=algo-1, completed 1.0 % of epochs',
];

/** What no metric is read from. */
const otherLine = '[09/21/2025 00:34:46 INFO 140609638106944] Number of GPUs being used: 0';

/** How a metric's name looks in the log where it looks otherwise. */
const logged: Readonly<Record<string, string>> = {
  binary_f_beta: 'binary_f_1.000',
  macro_f_beta: 'macro_f_1.000',
  multiclass_top_k_accuracy: 'multiclass_top_k_accuracy_3',
  objective_loss: 'binary_classification_cross_entropy_objective',
};

/** Lines as the families of algorithms log a metric: XGBoost's rounds, and `#quality_metric` with and without epoch and batch. */
function linesOf(metric: string): string[] {
  const [dataset = '', name = ''] = metric.split(':');
  const quality = ['<loss>=0.25', '<score>=0.25', '<score>=(0.25)'].flatMap((value) =>
    ['', 'epoch=3, ', 'epoch=3, batch=10 '].map(
      (when) => `#quality_metric: host=algo-1, ${when}${dataset} ${logged[name] ?? name} ${value}`,
    ),
  );
  return [...realLines, ...quality, `[3]#011${dataset}-${name}:0.25`];
}

function problemsOf(spec: AlgorithmSpec, values: Record<string, string>, name: string): string[] {
  return validateHyperparameters(spec, values)
    .filter((problem) => problem.name === name)
    .map(({ message }) => message);
}

/** A value that the hyperparameter's type or bounds forbid; none for text. */
function wrongValue({ type, min, max }: HyperparameterSpec): string | undefined {
  if (type === 'text') return undefined;
  if (type === 'categorical') return 'no such value';
  if (min !== undefined) return String(min - 1);
  return max === undefined ? 'no number' : String(max + 1);
}

describe('The catalogue of algorithms', () => {
  it('holds every algorithm of the course, each under the name of its image', () => {
    assert.deepEqual([...algorithmNames].sort(), course);
    for (const name of course) {
      if (name !== 'xgboost') assert.deepEqual(algorithmOf(`${name}:1`), { algorithm: name, tag: '1' });
    }
    assert.equal(algorithmOf('xgboost:1.7-1')?.algorithm, 'xgboost');
  });

  it('knows no algorithm by a name that objects have', async () => {
    assert.equal(await findAlgorithm('constructor'), undefined);
  });

  for (const name of course) {
    describe(name, () => {
      let spec: AlgorithmSpec;

      before(async () => {
        spec = (await findAlgorithm(name)) ?? assert.fail(`${name} is not registered`);
      });

      it('has one name for each hyperparameter, and a sentence about it', () => {
        assert.equal(spec.name, name);
        const names = spec.hyperparameters.flatMap((each) => [each.name, ...(each.aliases ?? [])]);
        assert.deepEqual(
          names.filter((each, index) => names.indexOf(each) !== index),
          [],
        );
        for (const { name: hyperparameter, description } of spec.hyperparameters) {
          assert.match(description, /^\S.*\.$/, hyperparameter);
        }
      });

      it('has defaults that are right by their own rules, and none for what is required', () => {
        for (const hyperparameter of spec.hyperparameters) {
          const { name: key, default: value, required } = hyperparameter;
          if (value === undefined) continue;
          assert.notEqual(required, true, `${key} has a default and is required`);
          assert.ok(value.length <= longestValue);
          assert.deepEqual(problemsOf({ ...spec, dependencyProblems: () => [] }, { [key]: value }, key), []);
        }
      });

      it('takes its bounds and values, and refuses what lies beyond them', () => {
        const alone = { ...spec, dependencyProblems: () => [] };
        for (const hyperparameter of spec.hyperparameters) {
          const { name: key, type, min, max, exclusiveMin, exclusiveMax, values = [], alsoTaken = [] } = hyperparameter;
          assert.ok(type !== 'categorical' || values.length > 0, `${key} has no values`);
          assert.ok(!(min !== undefined && max !== undefined && min >= max), `${key} has bounds the wrong way round`);
          const bounds = [...(exclusiveMin ? [] : [min]), ...(exclusiveMax ? [] : [max])].filter(
            (x) => x !== undefined,
          );
          for (const right of [...bounds.map(String), ...values, ...alsoTaken]) {
            assert.deepEqual(problemsOf(alone, { [key]: right }, key), [], `${key}=${right}`);
          }
          const wrong = wrongValue(hyperparameter);
          if (wrong !== undefined)
            assert.equal(problemsOf(alone, { [key]: wrong }, key).length, 1, `${key}=${wrong} passes`);
        }
      });

      it('asks for what it requires, and for a channel to train on', () => {
        const required = spec.hyperparameters.filter((each) => each.required).map((each) => each.name);
        assert.deepEqual(
          validateHyperparameters(spec, {}).map((problem) => problem.name),
          required,
        );
        assert.ok(spec.channels.some((channel) => channel.name === 'train' && channel.required));
        assert.ok(spec.training.inputModes.includes('File'));
      });

      it('reads every metric, a number, from a line of a log', () => {
        assert.ok(spec.metrics.length > 0);
        assert.ok(spec.metricsOfJob({}).length <= mostDefinitions);
        for (const { name: metric, regex } of spec.metrics) {
          assert.ok(regex.length <= longestRegex, metric);
          const pattern = new RegExp(regex);
          const read = linesOf(metric).flatMap((line) => pattern.exec(line)?.[1] ?? []);
          assert.ok(read.length > 0, `${metric} is read from no line`);
          for (const value of read) assert.ok(Number.isFinite(Number(value)), `${metric} reads ${value}`);
          assert.equal(pattern.exec(otherLine), null, `${metric} is read from any line`);
        }
        const names = spec.metrics.map((each) => each.name);
        assert.equal(new Set(names).size, names.length);
      });
    });
  }
});

describe('What holds between hyperparameters', () => {
  for (const [algorithm, values, name, message] of [
    [
      'knn',
      {
        k: '5',
        predictor_type: 'classifier',
        feature_dim: '54',
        sample_size: '200000',
        dimension_reduction_type: 'sign',
      },
      'dimension_reduction_target',
      /^dimension_reduction_target is required with dimension_reduction_type/,
    ],
    [
      'knn',
      {
        k: '5',
        predictor_type: 'classifier',
        feature_dim: '54',
        sample_size: '200000',
        dimension_reduction_type: 'fjlt',
        dimension_reduction_target: '54',
      },
      'dimension_reduction_target',
      /less than feature_dim \(54\), but is 54\.$/,
    ],
    [
      'knn',
      {
        k: '5',
        predictor_type: 'regressor',
        feature_dim: '54',
        sample_size: '2000',
        index_type: 'faiss.IVFPQ',
        index_metric: 'COSINE',
      },
      'index_metric',
      /^index_metric COSINE does not go with index_type faiss\.IVFPQ/,
    ],
    [
      'ipinsights',
      {
        num_entity_vectors: '20000',
        vector_dim: '128',
        random_negative_sampling_rate: '0',
        shuffled_negative_sampling_rate: '0',
      },
      'random_negative_sampling_rate',
      /at least 1 and at most 500, but make 0\.$/,
    ],
    [
      'image-classification',
      { num_classes: '10', num_training_samples: '50000', num_layers: '110', use_pretrained_model: '1' },
      'num_layers',
      /^num_layers 110 has no pretrained model/,
    ],
    [
      'image-classification',
      { num_classes: '257', num_training_samples: '15240', epochs: '2', checkpoint_frequency: '3' },
      'checkpoint_frequency',
      /not be more than epochs \(2\), but is 3\.$/,
    ],
    [
      'linear-learner',
      { predictor_type: 'multiclass_classifier' },
      'num_classes',
      /^num_classes is required by predictor_type multiclass_classifier/,
    ],
    [
      'linear-learner',
      { predictor_type: 'multiclass_classifier', num_classes: '2' },
      'num_classes',
      /at least 3, but is 2; for two classes use predictor_type binary_classifier\.$/,
    ],
    [
      'linear-learner',
      { predictor_type: 'regressor', loss: 'hinge_loss' },
      'loss',
      /^loss 'hinge_loss' does not go with predictor_type regressor; it takes auto, squared_loss/,
    ],
    [
      'semantic-segmentation',
      { num_classes: '21', num_training_samples: '1464', lr_scheduler: 'step' },
      'lr_scheduler_step',
      /^lr_scheduler_step is required by lr_scheduler 'step'/,
    ],
    ['seq2seq', { rnn_num_hidden: '513' }, 'rnn_num_hidden', /^rnn_num_hidden must be even/],
    ['seq2seq', { momentum: '0.9' }, 'momentum', /goes with optimizer_type sgd only, not with adam/],
  ] as const) {
    it(`is asked of ${algorithm}: ${name} (${String(message)})`, async () => {
      const problems = validateHyperparameters((await findAlgorithm(algorithm)) ?? assert.fail(), values);
      assert.deepEqual(
        problems.map((problem) => problem.name),
        [name],
      );
      assert.match(problems[0]?.message ?? '', message);
    });
  }
});
