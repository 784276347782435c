import assert from 'node:assert/strict';
import { judge, pythonOrSkip } from '../../../../support/python.ts';
import { awkwardCsv, awkwardLibsvm, type LabelKind } from '../../../../support/xgboostData.ts';
import { XgboostJob } from '../../../../support/xgboostJob.ts';

interface Verdict {
  readonly metrics: Readonly<Record<'train' | 'validation', Readonly<Record<string, number[]>>>>;
  readonly predictions: number[];
  readonly modelPredictions: number[];
  readonly trees: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly modelAttributes: Readonly<Record<string, string>>;
}

type Hyperparameters = Readonly<Record<string, string>>;

/** A finished run and what it was told. */
type Started = [XgboostJob, Hyperparameters];

const regression = { objective: 'reg:squarederror', eval_metric: 'rmse,mae' };
const classes = { objective: 'binary:logistic', eval_metric: 'logloss,error,auc,error@0.7' };

const fourClasses = { objective: 'multi:softprob', num_class: '4', eval_metric: 'mlogloss,merror' };

const settings: readonly Hyperparameters[] = [
  {},
  { max_depth: '3', eta: '0.1', lambda: '0', min_child_weight: '0' },
  { max_depth: '8', gamma: '0.5', alpha: '0.3' },
  { max_depth: '4', gamma: '3', lambda: '5', min_child_weight: '6' },
  { max_depth: '5', max_delta_step: '0.4', base_score: '0.3', alpha: '1' },
  { max_depth: '2', scale_pos_weight: '2.5', base_score: '0.7', eta: '1' },
];

/** Beyond what must hold: the draws of rows and columns are libxgboost's own, seed by seed. */
const sampled: readonly Hyperparameters[] = [
  { subsample: '0.7', seed: '3' },
  { subsample: '0.5', colsample_bytree: '0.6', seed: '11' },
  { colsample_bylevel: '0.5', colsample_bynode: '0.7', seed: '5', subsample: '0.9' },
];

/** Fewer distinct values in every column than `max_bin`, so that both have the same bins. */
const histograms: readonly Hyperparameters[] = [
  {},
  { max_depth: '3', eta: '0.1', lambda: '0', min_child_weight: '0' },
  { max_depth: '9', gamma: '0.5', alpha: '0.3', max_bin: '512' },
  { max_depth: '5', max_delta_step: '0.4', base_score: '0.3', alpha: '1' },
  { grow_policy: 'lossguide', max_leaves: '12', max_depth: '0' },
  { grow_policy: 'lossguide', max_depth: '4', gamma: '1', min_child_weight: '5' },
  { max_leaves: '9', scale_pos_weight: '2' },
  { subsample: '0.6', seed: '7' },
  { colsample_bytree: '0.6', colsample_bylevel: '0.7', colsample_bynode: '0.8', subsample: '0.8', seed: '9' },
];

const rounds = 50;
const tolerance = 1e-4;

describe('XGBoost in TypeScript, judged by real XGBoost 1.7', () => {
  const jobs: XgboostJob[] = [];
  let python: string;

  before(function () {
    python = pythonOrSkip(this);
  });

  afterEach(() => {
    for (const job of jobs.splice(0)) job.dispose();
  });

  for (const [title, goal, kind] of [
    ['squared error', regression, 'regression'],
    ['logistic', classes, 'classes'],
  ] as const) {
    it(`gives the same metrics in every round and the same predictions: ${title}`, function () {
      this.timeout(60_000);
      const cases = [1, 2, 3].flatMap((seed) =>
        settings.map((setting) => ({ seed, setting: { ...goal, ...setting } })),
      );
      agree(cases.map(({ seed, setting }) => start(seed, kind, setting)));
    });
  }

  it('gives the same trees by histogram', function () {
    this.timeout(120_000);
    const by = { tree_method: 'hist' };
    agree(
      [1, 2].flatMap((seed) =>
        histograms.flatMap((setting) => [
          start(seed, 'regression', { ...regression, ...by, ...setting }, 240),
          start(seed, 'classes', { ...classes, ...by, ...setting }, 240),
        ]),
      ),
    );
  });

  it('weighs rows and tells classes apart by histogram', function () {
    this.timeout(60_000);
    const by = { tree_method: 'hist' };
    agree([
      start(4, 'regression', { ...regression, ...by, csv_weights: '1' }, 240),
      start(5, 'fourClasses', { ...fourClasses, ...by, csv_weights: '1' }, 240),
      start(6, 'fourClasses', { ...fourClasses, ...by, colsample_bynode: '0.5', subsample: '0.7' }, 240),
    ]);
  });

  it('gives the same metrics and predictions for several classes', function () {
    this.timeout(120_000);
    const softmax = { ...fourClasses, objective: 'multi:softmax' };
    agree([
      ...settings.slice(0, 5).map((setting, seed) => start(seed, 'fourClasses', { ...fourClasses, ...setting })),
      start(7, 'fourClasses', { ...softmax, csv_weights: '1' }),
      start(8, 'fourClasses', { ...softmax, subsample: '0.7', colsample_bytree: '0.5', seed: '4' }),
    ]);
  });

  it('weighs rows as real XGBoost does', function () {
    this.timeout(60_000);
    agree([
      start(4, 'regression', { ...regression, csv_weights: '1' }),
      start(5, 'classes', { ...classes, csv_weights: '1', max_depth: '3' }),
    ]);
  });

  it('draws the rows and columns that real XGBoost draws', function () {
    this.timeout(60_000);
    agree(sampled.map((setting, index) => start(index, 'regression', { ...regression, ...setting })));
  });

  it('chooses the quantiles that real XGBoost chooses, while its sketch is in one piece', function () {
    this.timeout(60_000);
    const by = { tree_method: 'hist' };
    agree([
      start(1, 'regression', { ...regression, ...by }, 3000),
      start(2, 'classes', { ...classes, ...by, csv_weights: '1', eval_metric: 'logloss,error' }, 3000),
    ]);
  });

  it('is as good as real XGBoost where a column has many times more values than bins', function () {
    this.timeout(60_000);
    const few = { tree_method: 'hist', max_bin: '16', max_depth: '4' };
    const started = [1, 2, 3].flatMap((seed) => [
      start(seed, 'regression', { ...regression, ...few }, 3000),
      start(seed, 'regression', { ...regression, ...few, csv_weights: '1' }, 3000),
    ]);
    const shares = judged(started).map(({ metrics }, index) => {
      const own = started[index]?.[0].series('train-rmse').at(-1) ?? NaN;
      return own / (metrics.train['rmse']?.at(-1) ?? NaN);
    });
    for (const share of shares) assert.ok(Math.abs(share - 1) < 0.03, `errors beside real ones: ${shares.join(' ')}`);
    const mean = shares.reduce((sum, share) => sum + share) / shares.length;
    assert.ok(Math.abs(mean - 1) < 0.01, `errors beside real ones: ${shares.join(' ')}`);
  });

  it('reads libsvm as real XGBoost does: indices from 0, absent features missing, validation narrower', function () {
    this.timeout(60_000);
    const libsvm = (seed: number, kind: LabelKind, hyperparameters: Hyperparameters, weighted: boolean): Started => {
      const job = new XgboostJob({
        hyperparameters: { ...hyperparameters, num_round: String(rounds) },
        contentType: seed === 1 ? null : 'text/x-libsvm;charset=utf8',
        channels: {
          train: { train: `${awkwardLibsvm(seed, 240, kind, weighted).replace('\n', ' 12:0.5 # wider\r\n')}\n` },
          validation: { validation: awkwardLibsvm(seed + 1000, 150, kind, weighted) },
        },
      });
      jobs.push(job);
      assert.equal(job.exitCode, 0, job.failure);
      assert.ok(job.lines.some((line) => line.endsWith('Train matrix has 240 rows and 13 columns')));
      return [job, hyperparameters];
    };
    agree(
      [
        libsvm(1, 'regression', regression, false),
        libsvm(2, 'classes', { ...classes, tree_method: 'hist', eval_metric: 'logloss,error' }, true),
        libsvm(3, 'fourClasses', fourClasses, false),
      ],
      'libsvm',
    );
  });

  it('stops where real XGBoost stops, and keeps the trees that it keeps', function () {
    this.timeout(60_000);
    const setting = { ...regression, eta: '0.8', early_stopping_rounds: '4' };
    const [verdict] = agree([start(6, 'regression', setting)]);
    assert.ok((verdict?.trees ?? rounds) < rounds - 4);
    assert.deepEqual(verdict?.modelAttributes, verdict?.attributes);
  });

  function start(seed: number, kind: LabelKind, hyperparameters: Hyperparameters, rows = 300): Started {
    const weighted = hyperparameters['csv_weights'] === '1';
    const job = new XgboostJob({
      hyperparameters: { ...hyperparameters, num_round: String(rounds) },
      channels: {
        train: { 'train.csv': awkwardCsv(seed, rows, kind, weighted) },
        validation: { 'validation.csv': awkwardCsv(seed + 1000, 150, kind, weighted) },
      },
    });
    jobs.push(job);
    assert.equal(job.exitCode, 0, job.failure);
    return [job, hyperparameters];
  }

  function judged(started: readonly Started[], format: 'csv' | 'libsvm' = 'csv'): Verdict[] {
    const extension = format === 'csv' ? '.csv' : '';
    return judge<Verdict[]>(
      python,
      'xgboostJudge.py',
      started.map(
        ([job, { csv_weights: weights, eval_metric: metrics, early_stopping_rounds: patience, ...params }]) => ({
          params: { ...params, eval_metric: metrics?.split(',') },
          rounds,
          train: job.channelFile('train', `train${extension}`),
          validation: job.channelFile('validation', `validation${extension}`),
          model: job.modelFile,
          weighted: weights === '1',
          libsvm: format === 'libsvm',
          ...(patience && { earlyStopping: { rounds: Number(patience), metric_name: metrics?.split(',').at(-1) } }),
        }),
      ),
    );
  }

  function agree(started: readonly Started[], format?: 'csv' | 'libsvm'): Verdict[] {
    const verdicts = judged(started, format);
    assert.equal(verdicts.length, started.length);
    verdicts.forEach((verdict, index) => {
      const [job, hyperparameters] = started[index] as Started;
      const about = JSON.stringify(hyperparameters);
      if (!hyperparameters['early_stopping_rounds']) assert.equal(verdict.trees, rounds, about);
      for (const dataset of ['train', 'validation'] as const) {
        for (const metric of hyperparameters['eval_metric']?.split(',') ?? []) {
          close(
            job.series(`${dataset}-${metric}`),
            verdict.metrics[dataset][metric] ?? [],
            `${dataset}-${metric} ${about}`,
          );
        }
      }
      close(verdict.modelPredictions, verdict.predictions, `predictions ${about}`);
    });
    return verdicts;
  }

  function close(actual: readonly number[], expected: readonly number[], about: string): void {
    assert.equal(actual.length, expected.length, about);
    assert.ok(expected.length > 0, about);
    expected.forEach((value, index) => {
      const difference = Math.abs((actual[index] ?? NaN) - value);
      assert.ok(difference <= tolerance, `${about} [${index}]: ${actual[index]} is not ${value}`);
    });
  }
});
