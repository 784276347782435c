import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { awkwardCsv } from '../../../../support/xgboostData.ts';
import { XgboostJob, type XgboostJobInput } from '../../../../support/xgboostJob.ts';

const regression = { objective: 'reg:squarederror', num_round: '5' };
const train = { 'train.csv': awkwardCsv(1, 120, 'regression') };
const validation = { 'validation.csv': awkwardCsv(2, 60, 'regression') };

describe('The XGBoost container', () => {
  const jobs: XgboostJob[] = [];

  afterEach(() => {
    for (const job of jobs.splice(0)) job.dispose();
  });

  function run(input: Partial<XgboostJobInput>): XgboostJob {
    const job = new XgboostJob({ hyperparameters: regression, channels: { train, validation }, ...input });
    jobs.push(job);
    return job;
  }

  it('logs one line per round as the image prints it, and writes the model only', () => {
    const job = run({});
    assert.equal(job.exitCode, 0, job.failure);
    assert.equal(job.rounds.length, 5);
    for (const [round, line] of job.rounds.entries()) {
      assert.match(line, new RegExp(`^\\[${round}\\]\\ttrain-rmse:\\d+\\.\\d{5}\\tvalidation-rmse:\\d+\\.\\d{5}$`));
    }
    assert.ok(job.lines.some((line) => line.endsWith('INFO] Train matrix has 120 rows and 7 columns')));
    assert.ok(job.hasModel);
    assert.equal(job.failure, undefined);
    assert.ok(!existsSync(`${job.modelFile}.tmp`));
  });

  it('prints six significant digits and announces early stopping as image 1 does', () => {
    const job = run({
      imageTag: '1',
      hyperparameters: { ...regression, num_round: '500', eta: '0.9', early_stopping_rounds: '3' },
    });
    const values = job.rounds.flatMap((line) => [...line.matchAll(/rmse:(\S+)/g)].map((match) => match[1] ?? ''));
    for (const value of values) assert.equal(String(Number(Number(value).toPrecision(6))), value);
    assert.equal(
      job.lines[3],
      "Multiple eval metrics have been passed: 'validation-rmse' will be used for early stopping.",
    );
    assert.equal(job.lines[5], "Will train until validation-rmse hasn't improved in 3 rounds.");
    assert.equal(job.lines.at(-2), 'Stopping. Best iteration:');
    const scores = job.series('validation-rmse').slice(0, -1);
    assert.equal(job.lines.at(-1), job.rounds[scores.indexOf(Math.min(...scores))]);
    // Every tree stays in the model, and the best round is noted.
    assert.equal(trees(job), job.rounds.length - 1);
    assert.equal(attributes(job)['best_iteration'], String(scores.indexOf(Math.min(...scores))));
  });

  it('stops early and keeps the trees up to the best round, as images from 1.3 on do', () => {
    const job = run({
      hyperparameters: {
        ...regression,
        num_round: '500',
        eta: '0.9',
        early_stopping_rounds: '4',
        eval_metric: 'mae,rmse',
      },
    });
    const scores = job.series('validation-rmse');
    const best = scores.indexOf(Math.min(...scores));
    assert.equal(scores.length, best + 5);
    assert.equal(trees(job), best + 1);
    assert.deepEqual(attributes(job), { best_iteration: String(best), best_ntree_limit: String(best + 1) });
  });

  it('says so when early stopping has nothing to look at, as in the image', () => {
    const job = run({ hyperparameters: { ...regression, early_stopping_rounds: '1' } });
    assert.equal(job.rounds.length, 5);
    assert.ok(job.lines.some((line) => line.includes('No early stopping: this image needs eval_metric')));
  });

  it('adds the metric of a tuning job, sorted among the others', () => {
    const job = run({
      hyperparameters: { ...regression, eval_metric: 'rmse', _tuning_objective_metric: 'validation:mae' },
    });
    assert.match(
      job.rounds[0] ?? '',
      /^\[0\]\ttrain-mae:\S+\ttrain-rmse:\S+\tvalidation-mae:\S+\tvalidation-rmse:\S+$/,
    );
  });

  it('measures binary:logistic by error in images before 1.3 and by logloss since', () => {
    const labels = { 'a.csv': awkwardCsv(3, 80, 'classes') };
    const hyperparameters = { objective: 'binary:logistic', num_round: '1' };
    const firstLine = (imageTag: string): string =>
      run({ hyperparameters, channels: { train: labels }, imageTag }).rounds[0] ?? '';
    assert.match(firstLine('1.2-2'), /^\[0\]\ttrain-error:/);
    assert.match(firstLine('1.3-1'), /^\[0\]\ttrain-logloss:/);
  });

  it('reads every file below a channel but hidden ones and markers', () => {
    const [first = '', ...rest] = awkwardCsv(4, 20, 'regression').split('\n');
    const job = run({
      channels: {
        train: { 'part-0/a.csv': `${first}\r\n`, 'b.csv': rest.join('\n'), '.hidden': 'no,numbers', _SUCCESS: '' },
      },
    });
    assert.ok(job.lines.some((line) => line.endsWith('Train matrix has 20 rows and 7 columns')));
  });

  it('reads validation in the format of train, as the image does, and says so', () => {
    const rows = { 'a.csv': awkwardCsv(4, 20, 'regression') };
    const job = run({
      channels: { train: rows, validation: rows },
      contentTypes: { validation: 'text/libsvm' },
    });
    assert.equal(job.failure, undefined);
    assert.ok(job.lines.some((line) => line.includes('it is read in the format of train (csv)')));
    assert.deepEqual(job.series('validation-rmse'), job.series('train-rmse'));
  });

  it('says beside what is wrong with validation that it is read in the format of train', () => {
    const job = run({
      channels: { train: { 'a.csv': awkwardCsv(4, 20, 'regression') }, validation: { 'a.libsvm': '1 0:1\n2 0:2\n' } },
      contentTypes: { validation: 'text/libsvm' },
    });
    assert.match(job.failure ?? '', /^ClientError: .*libsvm.* it is read in the format of train \(csv\)\.$/);
  });

  it('learns nothing new when it is asked to stop, and leaves no model', () => {
    const job = run({ stopRequested: (rounds) => rounds === 2 });
    assert.equal(job.exitCode, 143);
    assert.equal(job.rounds.length, 2);
    assert.equal(job.hasModel, false);
    assert.equal(job.failure, undefined);
  });

  it('leaves the finished rounds when it is asked to stop and save_model_on_termination is true', () => {
    const hyperparameters = { ...regression, save_model_on_termination: 'true' };
    const job = run({ hyperparameters, stopRequested: (rounds) => rounds === 2 });
    assert.equal(job.exitCode, 0);
    assert.equal(trees(job), 2);
    const atOnce = run({ hyperparameters, stopRequested: () => true });
    assert.equal(atOnce.exitCode, 143);
    assert.equal(atOnce.hasModel, false);
  });

  describe('fails before the first round, with one sentence, on', () => {
    const cases: readonly [string, Partial<XgboostJobInput>, RegExp][] = [
      [
        'a header',
        { channels: { train: { 'train.csv': 'CRIM,ZN\n1,2\n' } } },
        /^ClientError: train\/train\.csv line 1 column 1 is 'CRIM', not a number: .*if this line names the columns, remove it\.$/,
      ],
      [
        'text',
        { channels: { train: { 'train.csv': '1,2\n\n3,red\n' } } },
        /train\.csv line 3 column 2 is 'red', not a number: .*encode text as numbers/,
      ],
      [
        'libsvm that is sent as CSV',
        { channels: { train: { 'train.csv': '1 1:0.5 3:2\n' } } },
        /: this looks like libsvm, whose ContentType is text\/libsvm\.$/,
      ],
      [
        'UTF-16',
        { channels: { train: { 'train.csv': '1\0,\u00002\0\n\0' } } },
        /^ClientError: train\/train\.csv is text in UTF-16, and XGBoost reads UTF-8: save it as UTF-8\.$/,
      ],
      [
        'a line of another length',
        { channels: { train: { 'train.csv': '1,2\n3,4,5\n' } } },
        /train\.csv line 2 has 3 cells instead of 2/,
      ],
      [
        'other features in validation',
        { channels: { train: { 'a.csv': '1,2,3\n' }, validation: { 'v.csv': '1,2\n' } } },
        /v\.csv line 1 has 2 cells instead of 3/,
      ],
      ['a missing label', { channels: { train: { 'train.csv': '1,2\n,3\n' } } }, /train\.csv row 2 has no label/],
      ['a column too few', { channels: { train: { 'train.csv': '1\n2\n' } } }, /train\.csv has too few columns/],
      ['an infinite feature', { channels: { train: { 'train.csv': '1,2\n3,inf\n' } } }, /row 2 column 2 is infinite/],
      ['an empty file', { channels: { train: { 'train.csv': '\n' } } }, /Channel train has no rows/],
      ['an empty channel', { channels: { train, validation: {} } }, /Channel validation has no data files/],
      ['no train channel', { channels: { validation } }, /needs a channel named 'train'/],
      ['a channel of another name', { channels: { train, test: validation } }, /no channel 'test'/],
      [
        'labels that are no probabilities',
        { hyperparameters: { ...regression, objective: 'binary:logistic' } },
        /row 1 has the label .*, but binary:logistic takes labels from 0 to 1/,
      ],
      [
        'a label that single precision cannot hold',
        {
          hyperparameters: { ...regression, objective: 'binary:logistic' },
          channels: { train: { 'train.csv': '1,2\n16.8,3\n' } },
        },
        /row 2 has the label 16\.8, but/,
      ],
      [
        'a content type that is missing, for CSV',
        { contentType: null },
        /^ClientError: train\/train\.csv line 1 .*without a ContentType a channel is text\/libsvm; set it to text\/csv for CSV/,
      ],
      [
        'parquet',
        { contentType: 'application/x-parquet' },
        /ContentType application\/x-parquet, but the in-process trainer reads text\/csv and text\/libsvm/,
      ],
      [
        'libsvm with text',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1 1:2\n0 b:3\n' } } },
        /a\.svm line 2 has 'b:3', which is no index:value pair/,
      ],
      [
        'libsvm with an index twice',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1 1:2 1:3\n' } } },
        /a\.svm line 1 has the index 1 twice/,
      ],
      [
        'libsvm with some weights',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1:0.5 1:2\n0 1:3\n' } } },
        /a\.svm line 2 has no weight/,
      ],
      [
        'libsvm with a weight below 0',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1:-2 1:2\n' } } },
        /a\.svm row 1 has a weight that is not 0 or more/,
      ],
      [
        'libsvm with groups',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1 qid:1 1:2\n' } } },
        /a\.svm line 1 has qid/,
      ],
      [
        'libsvm whose validation has other features',
        {
          contentType: 'text/libsvm',
          channels: { train: { 'a.svm': '1 1:2\n' }, validation: { 'a.svm': '1 2:2\n' } },
        },
        /Channel validation has a feature with the index 2, but the largest in train is 1/,
      ],
      [
        'libsvm without features',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1\n0\n' } } },
        /Channel train has no features, only labels/,
      ],
      [
        'libsvm that is too wide',
        { contentType: 'text/libsvm', channels: { train: { 'a.svm': '1 400000000:2\n' } } },
        /has 1 x 400,000,001 cells .* \(250,000,000\): run this job with Python/,
      ],
      ['several labels', { contentType: 'text/csv;label_size=2' }, /label_size=1/],
      ['several hosts', { hosts: ['algo-1', 'algo-2'] }, /one host, not on 2: set InstanceCount to 1/],
      ['a missing num_round', { hyperparameters: {} }, /num_round is required/],
      [
        'an unknown hyperparameter',
        { hyperparameters: { ...regression, max_dept: '3' } },
        /no hyperparameter 'max_dept'\. Did you mean 'max_depth'\?/,
      ],
      ['another booster', { hyperparameters: { ...regression, booster: 'dart' } }, /does not support booster 'dart'/],
      [
        'another tree method',
        { hyperparameters: { ...regression, tree_method: 'approx' } },
        /does not support tree_method 'approx'; it follows auto, exact, hist: run this job with Python \(SageMaker: Set Up Python Environment, or sagemaker-local setup-python\) or on AWS\.$/,
      ],
      [
        'a class that is not one of num_class',
        {
          hyperparameters: { num_round: '1', objective: 'multi:softmax', num_class: '2' },
          channels: { train: { 'train.csv': '0,2\n2,3\n' } },
        },
        /train\.csv row 2 has the label 2, but multi:softmax with num_class 2 takes whole numbers from 0 to 1/,
      ],
      [
        'half a class',
        {
          hyperparameters: { num_round: '1', objective: 'multi:softprob', num_class: '3' },
          channels: { train: { 'train.csv': '0,2\n1.5,3\n' } },
        },
        /row 2 has the label 1\.5, but multi:softprob/,
      ],
      [
        'a metric of one class for several',
        { hyperparameters: { num_round: '1', objective: 'multi:softmax', num_class: '2', eval_metric: 'rmse' } },
        /eval_metric 'rmse' does not go with multi:softmax, which takes merror and mlogloss/,
      ],
      [
        'a metric of several classes for one',
        { hyperparameters: { ...regression, eval_metric: 'mlogloss' } },
        /eval_metric 'mlogloss' does not go with reg:squarederror/,
      ],
      [
        'leaves of another tree method',
        { hyperparameters: { ...regression, max_leaves: '8' } },
        /max_leaves goes with the histogram method: set tree_method to hist/,
      ],
      [
        'one bin',
        { hyperparameters: { ...regression, tree_method: 'hist', max_bin: '1' } },
        /max_bin must be at least 2, .*but is 1/,
      ],
      [
        'constraints',
        { hyperparameters: { ...regression, tree_method: 'exact', monotone_constraints: '(1,)' } },
        /does not support monotone_constraints/,
      ],
      [
        'a metric it does not compute',
        { hyperparameters: { ...regression, eval_metric: 'rmse,r2' } },
        /does not compute the metric 'r2'/,
      ],
      ['trees without a limit', { hyperparameters: { ...regression, max_depth: '0' } }, /max_depth 0/],
      [
        'a base score that is no probability',
        { hyperparameters: { ...regression, objective: 'reg:logistic', base_score: '1' } },
        /base_score must be between 0 and 1/,
      ],
      [
        'a newer image',
        { imageTag: '3.0-5' },
        /images up to 1\.7, and 3\.0 trains differently: .*choose an interpreter with xgboost==3\.\*, or run this job on AWS\.$/,
      ],
      ['silent with a newer image', { hyperparameters: { ...regression, silent: '1' } }, /refuse silent, and this is/],
      [
        'another notation of numbers',
        { channels: { train: { 'train.csv': '1,2\n3,0x1\n' } } },
        /train\.csv line 2 column 2 is '0x1', not a number: write numbers in decimal notation/,
      ],
    ];

    for (const [what, input, reason] of cases) {
      it(what, () => {
        const job = run(input);
        assert.equal(job.exitCode, 1);
        assert.match(job.failure ?? '', reason);
        assert.match(job.failure ?? '', /^ClientError: /);
        assert.deepEqual(job.rounds, []);
        assert.equal(job.hasModel, false);
      });
    }
  });

  it('takes a name of a hyperparameter that XGBoost takes for another', () => {
    const aliased = run({ hyperparameters: { ...regression, learning_rate: '0.1', reg_lambda: '2' } });
    const plain = run({ hyperparameters: { ...regression, eta: '0.1', lambda: '2' } });
    assert.deepEqual(aliased.rounds, plain.rounds);
  });

  it('trains the committed example until validation stops improving', () => {
    const example = path.resolve(import.meta.dirname, '../../../../../examples/boston/data');
    const file = (name: string): Record<string, string> => ({ [name]: readFileSync(path.join(example, name), 'utf8') });
    const job = run({
      hyperparameters: { ...regression, num_round: '30', subsample: '0.8' },
      channels: { train: file('train.csv'), validation: file('validation.csv') },
    });
    const scores = job.series('validation-rmse');
    assert.ok((scores.at(-1) ?? NaN) < (scores[0] ?? NaN) / 4, scores.join(' '));
  });
});

interface ModelFile {
  readonly learner: {
    readonly attributes: Record<string, string>;
    readonly gradient_booster: { readonly model: { readonly trees: readonly unknown[] } };
  };
}

function modelOf(job: XgboostJob): ModelFile {
  return JSON.parse(readFileSync(job.modelFile, 'utf8')) as ModelFile;
}

function trees(job: XgboostJob): number {
  return modelOf(job).learner.gradient_booster.model.trees.length;
}

function attributes(job: XgboostJob): Record<string, string> {
  return modelOf(job).learner.attributes;
}
