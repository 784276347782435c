import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BuiltInPrograms, type ProgramChannel } from '../../../support/builtInProgram.ts';
import { LinearLearnerRun } from '../../../support/linearLearnerRun.ts';
import { judge, pythonOrSkip } from '../../../support/python.ts';

interface Expected {
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
type Hyperparameters = Readonly<Record<string, string>>;

const predictors: Readonly<Record<Table, Hyperparameters>> = {
  regression: { predictor_type: 'regressor' },
  binary: { predictor_type: 'binary_classifier' },
  classes: { predictor_type: 'multiclass_classifier', num_classes: '4' },
};

/** Beyond the optimum of scikit-learn, as a share of it. */
const tolerance = 0.03;

const byLoss = { binary_classifier_model_selection_criteria: 'loss_function' };
const insensitive = { loss_insensitivity: '2' };
const losses: readonly [loss: string, table: Table, objective: string, hyperparameters?: Hyperparameters][] = [
  ['squared_loss', 'regression', 'mse_objective'],
  ['absolute_loss', 'regression', 'absolute_loss_objective'],
  ['quantile_loss', 'regression', 'quantile_loss_objective', { quantile: '0.9' }],
  ['huber_loss', 'regression', 'huber_loss_objective', { huber_delta: '5' }],
  ['eps_insensitive_squared_loss', 'regression', 'eps_insensitive_squared_loss_objective', insensitive],
  ['eps_insensitive_absolute_loss', 'regression', 'eps_insensitive_absolute_loss_objective', insensitive],
  ['logistic', 'binary', 'binary_classification_cross_entropy_objective', byLoss],
  ['hinge_loss', 'binary', 'hinge_loss_objective', byLoss],
  ['softmax_loss', 'classes', 'multiclass_cross_entropy_objective'],
];

describe('Linear Learner in Python, judged by scikit-learn', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'linear-learner-data-'));
  let python: string;
  let programs: BuiltInPrograms;
  let expected: Expected;

  before(function () {
    python = pythonOrSkip(this);
    programs = new BuiltInPrograms(python);
    expected = judge<Expected>(python, 'linearLearnerJudge.py', { task: 'data', folder });
  });
  after(async () => {
    await programs?.dispose();
    rmSync(folder, { recursive: true });
  });

  const file = (table: Table, part: string): string => path.join(folder, `${table}-${part}.csv`);
  const csv = (text: string): ProgramChannel => ({ contentType: 'text/csv', files: { 'data.csv': text } });

  async function run(hyperparameters: Hyperparameters, channels: Record<string, ProgramChannel>) {
    const program = 'linear_learner_train.py';
    return new LinearLearnerRun(await programs.run({ program, hyperparameters, channels }));
  }

  async function train(
    table: Table,
    hyperparameters: Hyperparameters = {},
    parts: readonly string[] = ['train', 'validation', 'test'],
  ): Promise<LinearLearnerRun> {
    const channels = parts.map((part) => [part, csv(readFileSync(file(table, part), 'utf8'))] as const);
    const all = { ...predictors[table], mini_batch_size: '100', ...hyperparameters };
    const job = await run(all, Object.fromEntries(channels));
    assert.equal(job.end.exitCode, 0, job.end.lines.join('\n'));
    return job;
  }

  const modelOf = (job: LinearLearnerRun, table: Table, part = 'test'): Model =>
    judge<Model>(python, 'linearLearnerJudge.py', { task: 'model', model: job.modelFile, table: file(table, part) });

  for (const [loss, table, objective, hyperparameters] of losses) {
    it(`comes near the least ${loss}`, async () => {
      const job = await train(table, { loss, ...hyperparameters });
      const [found, least] = [job.score(`test ${objective}`), expected.optima[loss] ?? NaN];
      assert.ok(found <= least * (1 + tolerance), `${found} instead of ${least}`);
    });
  }

  for (const optimizer of ['sgd', 'rmsprop']) {
    it(`descends with ${optimizer}`, async () => {
      const job = await train('binary', { optimizer, ...byLoss });
      assert.equal(job.best['optimizer'], optimizer);
      const found = job.score('test binary_classification_cross_entropy_objective');
      assert.ok(found <= (expected.optima['logistic'] ?? NaN) * (1 + tolerance), String(found));
    });
  }

  it('keeps a quantile', async () => {
    const job = await train('regression', { loss: 'quantile_loss', quantile: '0.9' });
    const { scores, labels } = modelOf(job, 'regression');
    const below = labels.filter((label, row) => label < (scores[row]?.[0] ?? NaN)).length / labels.length;
    assert.ok(Math.abs(below - 0.9) < 0.03, String(below));
  });

  it('holds the recall or the precision that is asked for, and finds the best F score', async () => {
    const criteria = ['precision_at_target_recall', 'recall_at_target_precision', 'f_beta'];
    const jobs = await Promise.all(
      criteria.map((binary_classifier_model_selection_criteria) =>
        train('binary', {
          binary_classifier_model_selection_criteria,
          target_recall: '0.95',
          target_precision: '0.95',
          f_beta: '3',
        }),
      ),
    );
    const [recall, precision, f] = jobs as [LinearLearnerRun, LinearLearnerRun, LinearLearnerRun];
    assert.ok(recall.score('validation recall') >= 0.95 && recall.score('test recall') > 0.91);
    assert.ok(precision.score('validation precision') >= 0.95 && precision.score('test precision') > 0.91);
    assert.ok(recall.score('validation precision') < precision.score('validation precision'));
    for (const other of [recall, precision])
      assert.ok(f.score('validation binary_f_3\\.000') >= other.score('validation binary_f_3\\.000'));
    assert.ok(recall.says('beside the other hyperparameters, target_precision changes nothing in this job.'));
  });

  it('writes the model that its scores are of, for features and labels as they come', async () => {
    const regression = await train('regression');
    const { files, scores, labels } = modelOf(regression, 'regression');
    assert.deepEqual(files, ['additional-params.json', 'manifest.json', 'mx-mod-symbol.json', 'mx-mod-0000.params']);
    const mse = labels.reduce((sum, label, row) => sum + (label - (scores[row]?.[0] ?? NaN)) ** 2, 0) / labels.length;
    assert.ok(Math.abs(mse / regression.score('test mse') - 1) < 1e-3, String(mse));
    const binary = await train('binary');
    const two = modelOf(binary, 'binary');
    const threshold = Number(two.additional['threshold']);
    const probability = (row: number): number => 1 / (1 + Math.exp(-(two.scores[row]?.[0] ?? NaN)));
    const right = two.labels.filter((label, row) => Number(probability(row) >= threshold) === label);
    assert.equal(right.length / two.labels.length, binary.score('test binary_classification_accuracy'));
    const classes = await train('classes');
    const many = modelOf(classes, 'classes');
    const hits = many.labels.filter((label, row) => {
      const own = many.scores[row] ?? [];
      return own.indexOf(Math.max(...own)) === label;
    });
    assert.equal(hits.length / many.labels.length, classes.score('test multiclass_accuracy'));
  });

  it('regularizes as ridge regression does, and drops all weights for a large l1', async () => {
    const fixed = { wd: '0.5', l1: '0', learning_rate: '0.01', num_models: '1', epochs: '60' };
    const job = await train('regression', { ...fixed, early_stopping_patience: '61' }, ['train']);
    const scaled = ({ weights: [weights = []], deviations, labelDeviation }: Model): number[] =>
      weights.map((weight, index) => (weight * (deviations[index] ?? NaN)) / labelDeviation);
    const found = scaled(modelOf(job, 'regression', 'train'));
    expected.ridge.forEach((weight, index) => {
      assert.ok(
        Math.abs((found[index] ?? NaN) - weight) < 0.02,
        `${String(found)} instead of ${String(expected.ridge)}`,
      );
    });
    const dropped = scaled(
      modelOf(await train('regression', { l1: '1000', learning_rate: '0.001' }), 'regression', 'train'),
    );
    assert.ok(Math.max(...dropped.map(Math.abs)) < 0.05, String(dropped));
  });

  it('has no intercept where none is wanted', async () => {
    assert.deepEqual(
      modelOf(await train('regression', { use_bias: 'false', num_models: '2' }), 'regression').bias,
      [0],
    );
  });

  it('lets rare rows count more', async () => {
    const calledOne = async (hyperparameters: Hyperparameters): Promise<number> => {
      const { scores } = modelOf(await train('binary', { ...byLoss, ...hyperparameters }), 'binary');
      return scores.filter(([score = NaN]) => score > 0).length / scores.length;
    };
    assert.ok(expected.balanced > expected.plain + 0.02, 'the table shows nothing');
    assert.ok(Math.abs((await calledOne({})) - expected.plain) < 0.02);
    assert.ok(Math.abs((await calledOne({ positive_example_weight_mult: 'balanced' })) - expected.balanced) < 0.02);
    assert.ok((await calledOne({ positive_example_weight_mult: '0.1' })) < expected.plain - 0.05);
    const [plain, balanced] = await Promise.all(
      ['false', 'true'].map((balance_multiclass_weights) => train('classes', { balance_multiclass_weights })),
    );
    assert.ok((balanced?.score('test macro_recall') ?? NaN) > (plain?.score('test macro_recall') ?? NaN));
  });

  it('trains as many models as asked, one in a tuning job, and repeats itself to the byte', async () => {
    const many = { num_models: '40', epochs: '2' };
    const jobs = await Promise.all([train('binary', many), train('binary', many)]);
    assert.deepEqual(
      jobs.map(({ models }) => models),
      [40, 40],
    );
    const [first = Buffer.of(), second] = jobs.map(({ modelFile }) => readFileSync(modelFile));
    assert.deepEqual(second, first);
    assert.equal((await train('binary', { epochs: '2' })).models, 32);
    assert.equal((await train('binary', { ...many, _tuning_objective_metric: 'validation:objective_loss' })).models, 1);
  });

  it('gives every model what the job fixes', async () => {
    const { best } = await train('regression', {
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

  it('stops early when nothing improves, and not where patience outlasts the epochs', async () => {
    const early = await train('regression', { epochs: '50', early_stopping_patience: '2' });
    assert.ok(early.epochs < 50);
    assert.ok(early.says(`Early stop condition met. Stopping training after epoch ${early.epochs - 1}.`));
    assert.equal((await train('regression', { epochs: '20', early_stopping_patience: '21' })).epochs, 20);
  });

  it('scores train where there is no validation', async () => {
    const job = await train('regression', {}, ['train']);
    assert.ok(job.score('train mse') > 0 && job.score('train absolute_loss') > 0);
    assert.ok(job.says('Test data is not provided.'));
    assert.ok(Number.isNaN(job.score('validation mse')));
  });

  it('learns the same from sparse records, in a stream too, and subtracts means from them where that is asked for', async () => {
    const name = 'train binary_classification_cross_entropy_objective';
    const files = { 'train.pbr': readFileSync(path.join(folder, 'sparse-train.pbr')) };
    const hyperparameters = { ...predictors.binary, mini_batch_size: '100', ...byLoss };
    for (const [unbias_data, mode] of [
      ['true', 'Pipe'],
      ['false', 'File'],
    ] as const) {
      const dense = await train('binary', { ...byLoss, unbias_data }, ['train']);
      const sparse = await run({ ...hyperparameters, unbias_data }, { train: { files, mode } });
      assert.ok(Math.abs(sparse.score(name) - dense.score(name)) < 1e-3, sparse.end.lines.join('\n'));
    }
  });

  const wrong: readonly [title: string, hyperparameters: Hyperparameters, text: string, reason: RegExp][] = [
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
      /^ClientError: Channel train has 1 feature and feature_dim is 3/,
    ],
    [
      'a rate that leads nowhere',
      { ...predictors.regression, optimizer: 'sgd', learning_rate: '1e30' },
      '1,2\n0,3\n2,4\n1,2\n',
      /^ClientError: The loss of every model left the numbers' range: set a smaller learning_rate/,
    ],
  ];
  for (const [title, hyperparameters, text, reason] of wrong) {
    it(`refuses ${title} with one sentence`, async () => {
      const { end } = await run({ mini_batch_size: '3', ...hyperparameters }, { train: csv(text) });
      assert.equal(end.exitCode, 1);
      assert.match(end.failure ?? '', reason);
    });
  }

  it('refuses channels that it does not have or that do not go together', async () => {
    const rows = csv('1,2\n3,4\n');
    const hyperparameters = { ...predictors.regression, mini_batch_size: '1' };
    const cases: readonly [channels: Record<string, ProgramChannel>, reason: RegExp][] = [
      [{ training: rows }, /^ClientError: Linear Learner has no channel 'training': name its channels/],
      [{ train: rows, model: rows }, /^ClientError: Linear Learner does not train on from an earlier model: leave out/],
      [{ validation: rows }, /^ClientError: Linear Learner needs a channel named 'train'/],
      [{ train: rows, test: csv('1,2,3\n') }, /^ClientError: Channel test has 2 features and train has 1: they need/],
    ];
    const jobs = await Promise.all(cases.map(([channels]) => run(hyperparameters, channels)));
    cases.forEach(([, reason], index) => assert.match(jobs[index]?.end.failure ?? '', reason));
  });
});
