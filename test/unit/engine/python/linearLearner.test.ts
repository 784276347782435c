import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LinearLearnerJob } from '../../../support/linearLearnerJob.ts';
import { judge, pythonOrSkip } from '../../../support/python.ts';

interface Optima {
  readonly optima: Readonly<Record<string, number>>;
  readonly ridge: readonly number[];
  readonly balanced: number;
  readonly plain: number;
}

interface Model {
  readonly files: readonly string[];
  readonly additional: Readonly<Record<string, unknown>>;
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly scores: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly deviations: readonly number[];
  readonly labelDeviation: number;
}

type Table = 'regression' | 'binary' | 'classes';

const predictors: Readonly<Record<Table, Readonly<Record<string, string>>>> = {
  regression: { predictor_type: 'regressor' },
  binary: { predictor_type: 'binary_classifier' },
  classes: { predictor_type: 'multiclass_classifier', num_classes: '4' },
};

/** Beyond the optimum of scikit-learn, as a share of it. */
const tolerance = 0.03;

const byLoss = { binary_classifier_model_selection_criteria: 'loss_function' };
const losses: readonly [loss: string, table: Table, objective: string, hyperparameters?: Record<string, string>][] = [
  ['squared_loss', 'regression', 'mse_objective'],
  ['absolute_loss', 'regression', 'absolute_loss_objective'],
  ['quantile_loss', 'regression', 'quantile_loss_objective', { quantile: '0.9' }],
  ['huber_loss', 'regression', 'huber_loss_objective', { huber_delta: '5' }],
  ['eps_insensitive_squared_loss', 'regression', 'eps_insensitive_squared_loss_objective', { loss_insensitivity: '2' }],
  [
    'eps_insensitive_absolute_loss',
    'regression',
    'eps_insensitive_absolute_loss_objective',
    { loss_insensitivity: '2' },
  ],
  ['logistic', 'binary', 'binary_classification_cross_entropy_objective', byLoss],
  ['hinge_loss', 'binary', 'hinge_loss_objective', byLoss],
  ['softmax_loss', 'classes', 'multiclass_cross_entropy_objective'],
];

describe('Linear Learner in Python, judged by scikit-learn', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'linear-learner-data-'));
  const jobs: LinearLearnerJob[] = [];
  let python: string;
  let expected: Optima;

  before(function () {
    python = pythonOrSkip(this);
    expected = judge<Optima>(python, 'linearLearnerJudge.py', { task: 'data', folder });
  });
  after(() => {
    for (const job of jobs) job.dispose();
    rmSync(folder, { recursive: true });
  });

  const file = (table: Table, part: string): string => path.join(folder, `${table}-${part}.csv`);

  function train(
    table: Table,
    hyperparameters: Record<string, string> = {},
    parts: readonly string[] = ['train', 'validation', 'test'],
  ): LinearLearnerJob {
    const job = new LinearLearnerJob({
      python,
      hyperparameters: { ...predictors[table], mini_batch_size: '100', ...hyperparameters },
      channels: Object.fromEntries(parts.map((part) => [part, { file: file(table, part) }])),
    });
    jobs.push(job);
    assert.equal(job.exitCode, 0, job.lines.join('\n'));
    return job;
  }

  const modelOf = (job: LinearLearnerJob, table: Table, part = 'test'): Model =>
    judge<Model>(python, 'linearLearnerJudge.py', { task: 'model', model: job.modelFile, table: file(table, part) });

  for (const [loss, table, objective, hyperparameters] of losses) {
    it(`comes near the least ${loss}`, () => {
      const job = train(table, { loss, ...hyperparameters });
      const [found, least] = [job.score(`test ${objective}`), expected.optima[loss] ?? NaN];
      assert.ok(found <= least * (1 + tolerance), `${found} instead of ${least}`);
    });
  }

  for (const optimizer of ['sgd', 'rmsprop']) {
    it(`descends with ${optimizer}`, () => {
      const job = train('binary', { optimizer, ...byLoss });
      assert.equal(job.best['optimizer'], optimizer);
      const found = job.score('test binary_classification_cross_entropy_objective');
      assert.ok(found <= (expected.optima['logistic'] ?? NaN) * (1 + tolerance), String(found));
    });
  }

  it('keeps a quantile', () => {
    const { scores, labels } = modelOf(train('regression', { loss: 'quantile_loss', quantile: '0.9' }), 'regression');
    const below = labels.filter((label, row) => label < (scores[row]?.[0] ?? NaN)).length / labels.length;
    assert.ok(Math.abs(below - 0.9) < 0.03, String(below));
  });

  it('holds the recall or the precision that is asked for, and finds the best F score', () => {
    const of = (criteria: string): LinearLearnerJob =>
      train('binary', {
        binary_classifier_model_selection_criteria: criteria,
        target_recall: '0.95',
        target_precision: '0.95',
        f_beta: '3',
      });
    const [recall, precision, f] = [of('precision_at_target_recall'), of('recall_at_target_precision'), of('f_beta')];
    assert.ok(recall.score('validation recall') >= 0.95 && recall.score('test recall') > 0.91);
    assert.ok(precision.score('validation precision') >= 0.95 && precision.score('test precision') > 0.91);
    assert.ok(recall.score('validation precision') < precision.score('validation precision'));
    assert.ok(f.score('validation binary_f_3\\.000') >= precision.score('validation binary_f_3\\.000'));
    assert.ok(f.score('validation binary_f_3\\.000') >= recall.score('validation binary_f_3\\.000'));
    assert.ok(
      recall.lines.some((line) => line.endsWith('hyperparameters, target_precision changes nothing in this job.')),
    );
  });

  it('writes the model that its scores are of, for features and labels as they come', () => {
    const regression = train('regression');
    const { files, scores, labels } = modelOf(regression, 'regression');
    assert.deepEqual(files, ['additional-params.json', 'manifest.json', 'mx-mod-symbol.json', 'mx-mod-0000.params']);
    const mse = labels.reduce((sum, label, row) => sum + (label - (scores[row]?.[0] ?? NaN)) ** 2, 0) / labels.length;
    assert.ok(Math.abs(mse / regression.score('test mse') - 1) < 1e-3, `${mse}`);
    const binary = train('binary');
    const model = modelOf(binary, 'binary');
    const threshold = Number(model.additional['threshold']);
    const right = model.labels.filter(
      (label, row) => Number(1 / (1 + Math.exp(-(model.scores[row]?.[0] ?? NaN))) >= threshold) === label,
    );
    assert.equal(right.length / model.labels.length, binary.score('test binary_classification_accuracy'));
    const classes = train('classes');
    const many = modelOf(classes, 'classes');
    const hits = many.labels.filter((label, row) => {
      const own = many.scores[row] ?? [];
      return own.indexOf(Math.max(...own)) === label;
    });
    assert.equal(hits.length / many.labels.length, classes.score('test multiclass_accuracy'));
  });

  it('regularizes as ridge regression does, and drops all weights for a large l1', () => {
    const fixed = { wd: '0.5', l1: '0', learning_rate: '0.01', num_models: '1', epochs: '60' };
    const job = train('regression', { ...fixed, early_stopping_patience: '61' }, ['train']);
    const { weights, deviations, labelDeviation } = modelOf(job, 'regression', 'train');
    expected.ridge.forEach((weight, index) => {
      const scaled = ((weights[0]?.[index] ?? NaN) * (deviations[index] ?? NaN)) / labelDeviation;
      assert.ok(Math.abs(scaled - weight) < 0.02, `weight ${index}: ${scaled} instead of ${weight}`);
    });
    const dropped = modelOf(train('regression', { l1: '1000', learning_rate: '0.001' }), 'regression', 'train');
    const largest = Math.max(
      ...(dropped.weights[0] ?? []).map((weight, i) => Math.abs(weight * (dropped.deviations[i] ?? NaN))),
    );
    assert.ok(largest / dropped.labelDeviation < 0.05, String(largest));
  });

  it('has no intercept where none is wanted', () => {
    const { bias } = modelOf(train('regression', { use_bias: 'false', num_models: '2' }), 'regression');
    assert.deepEqual(bias, [0]);
  });

  it('lets rare rows count more', () => {
    const calledOne = (hyperparameters: Record<string, string>): number => {
      const { scores } = modelOf(train('binary', { ...byLoss, ...hyperparameters }), 'binary');
      return scores.filter(([score = NaN]) => score > 0).length / scores.length;
    };
    assert.ok(expected.balanced > expected.plain + 0.02, 'the table shows nothing');
    assert.ok(Math.abs(calledOne({}) - expected.plain) < 0.02);
    assert.ok(Math.abs(calledOne({ positive_example_weight_mult: 'balanced' }) - expected.balanced) < 0.02);
    assert.ok(calledOne({ positive_example_weight_mult: '0.1' }) < expected.plain - 0.05);
    const [plain, balanced] = ['false', 'true'].map((balance_multiclass_weights) =>
      train('classes', { balance_multiclass_weights }),
    );
    assert.ok((balanced?.score('test macro_recall') ?? NaN) > (plain?.score('test macro_recall') ?? NaN));
  });

  it('trains as many models as asked, one in a tuning job, and repeats itself to the byte', () => {
    const models = (job: LinearLearnerJob): number => new Set(job.numbers(/"model": (\d+)/)).size;
    const first = train('binary', { num_models: '40', epochs: '2' });
    assert.equal(models(first), 40);
    assert.equal(models(train('binary', { epochs: '2' })), 32);
    const tuned = { num_models: '40', epochs: '2', _tuning_objective_metric: 'validation:objective_loss' };
    assert.equal(models(train('binary', tuned)), 1);
    const again = train('binary', { num_models: '40', epochs: '2' });
    assert.deepEqual(readFileSync(again.modelFile), readFileSync(first.modelFile));
  });

  it('gives every model what the job fixes', () => {
    const { best } = train('regression', {
      learning_rate: '0.05',
      wd: '0.003',
      l1: '0.001',
      lr_scheduler_step: '7',
      lr_scheduler_factor: '0.9',
      lr_scheduler_minimum_lr: '0.001',
    });
    assert.deepEqual(best, {
      optimizer: 'adam',
      learning_rate: 0.05,
      l1: 0.001,
      wd: 0.003,
      lr_scheduler_step: 7,
      lr_scheduler_factor: 0.9,
      lr_scheduler_minimum_lr: 0.001,
    });
  });

  it('stops early when nothing improves, and not where patience outlasts the epochs', () => {
    const epochs = (job: LinearLearnerJob): number => job.numbers(/epoch=(\d+), train/).length;
    const early = train('regression', { epochs: '50', early_stopping_patience: '2' });
    assert.ok(epochs(early) < 50);
    assert.ok(early.lines.some((line) => line.includes('Early stop condition met')));
    assert.equal(epochs(train('regression', { epochs: '20', early_stopping_patience: '21' })), 20);
  });

  it('scores train where there is no validation', () => {
    const job = train('regression', {}, ['train']);
    assert.ok(job.score('train mse') > 0 && job.score('train absolute_loss') > 0);
    assert.ok(job.lines.some((line) => line.endsWith('Test data is not provided.')));
    assert.ok(Number.isNaN(job.score('validation mse')));
  });

  it('learns the same from sparse records, and subtracts means from them where that is asked for', () => {
    const sparse = (hyperparameters: Record<string, string>): LinearLearnerJob => {
      const job = new LinearLearnerJob({
        python,
        hyperparameters: { ...predictors.binary, mini_batch_size: '100', ...byLoss, ...hyperparameters },
        channels: { train: { file: path.join(folder, 'sparse-train.pbr') } },
        contentType: 'application/x-recordio-protobuf',
      });
      jobs.push(job);
      assert.equal(job.exitCode, 0, job.lines.join('\n'));
      return job;
    };
    const name = 'train binary_classification_cross_entropy_objective';
    const dense = train('binary', byLoss, ['train']).score(name);
    assert.ok(Math.abs(sparse({ unbias_data: 'true' }).score(name) - dense) < 1e-3);
    const raw = train('binary', { ...byLoss, unbias_data: 'false' }, ['train']).score(name);
    assert.ok(Math.abs(sparse({}).score(name) - raw) < 1e-3);
  });

  const wrong: readonly [title: string, hyperparameters: Record<string, string>, text: string, reason: RegExp][] = [
    [
      'labels that are no classes',
      predictors.binary,
      '1,2\n0,3\n2,4\n',
      /^ClientError: train row 3 has the label 2: the labels of a binary_classifier are 0 or 1/,
    ],
    [
      'more classes than said',
      predictors.classes,
      '1,2\n0,3\n4,4\n',
      /^ClientError: train row 3 has the label 4: .* are 0 to 3 \(num_classes is 4\)/,
    ],
    [
      'fewer rows than a batch has',
      predictors.regression,
      '1,2\n0,3\n',
      /^ClientError: mini_batch_size is 3 and train has 2 rows: set mini_batch_size to at most 2\.$/,
    ],
    [
      'another number of features than said',
      { ...predictors.regression, feature_dim: '3' },
      '1,2\n0,3\n2,4\n',
      /^ClientError: Channel train has 1 features? and feature_dim is 3/,
    ],
    [
      'a rate that leads nowhere',
      { ...predictors.regression, optimizer: 'sgd', learning_rate: '1e30' },
      '1,2\n0,3\n2,4\n1,2\n',
      /^ClientError: The loss of every model left the numbers' range: set a smaller learning_rate/,
    ],
  ];
  for (const [title, hyperparameters, text, reason] of wrong) {
    it(`refuses ${title} with one sentence`, () => {
      const job = new LinearLearnerJob({
        python,
        hyperparameters: { mini_batch_size: '3', ...hyperparameters },
        channels: { train: { text } },
      });
      jobs.push(job);
      assert.equal(job.exitCode, 1);
      assert.match(job.failure ?? '', reason);
    });
  }

  it('refuses channels that it does not have or that do not go together', () => {
    const reason = (channels: Record<string, { text: string }>): string => {
      const hyperparameters = { ...predictors.regression, mini_batch_size: '1' };
      const job = new LinearLearnerJob({ python, hyperparameters, channels });
      jobs.push(job);
      return job.failure ?? '';
    };
    const text = '1,2\n3,4\n';
    assert.match(
      reason({ training: { text } }),
      /^ClientError: Linear Learner has no channel 'training': name its channels/,
    );
    assert.match(reason({ train: { text }, model: { text } }), /does not train on from an earlier model: leave out/);
    assert.match(reason({ validation: { text } }), /^ClientError: Linear Learner needs a channel named 'train'/);
    assert.match(
      reason({ train: { text }, test: { text: '1,2,3\n' } }),
      /^ClientError: Channel test has 2 features and train has 1: they need the same columns\.$/,
    );
  });
});
