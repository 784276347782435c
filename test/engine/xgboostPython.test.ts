import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { BuiltInPrograms, modelFiles, type ProgramEnd, type ProgramJob } from '../support/builtInProgram.ts';
import { goldenDirectory, goldenDirectoryOrSkip } from '../support/golden.ts';
import { judge, pythonOrSkip } from '../support/python.ts';

type Format = 'csv' | 'svm' | 'parquet' | 'rec' | 'sparse.rec';

const contentTypes: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  svm: 'text/libsvm',
  parquet: 'application/x-parquet',
  rec: 'application/x-recordio-protobuf',
  'sparse.rec': 'application/x-recordio-protobuf',
};

/** The tables of the tests, by what their label is. */
const kinds = {
  number: 'number',
  positive: 'positive',
  count: 'count',
  class: 'class',
  classes: 'classes',
  grade: 'grade',
};

interface Case {
  readonly title: string;
  readonly name: keyof typeof kinds;
  readonly format: Format;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Metrics that the image measures itself. */
  readonly own?: readonly string[];
}

interface Judged {
  readonly metrics: Readonly<Record<string, number[]>>;
  readonly difference: number;
  readonly sameTrees: boolean;
  readonly own: Readonly<Record<string, number>>;
}

const sampled = { objective: 'reg:squarederror', subsample: '0.7', colsample_bytree: '0.6', seed: '42' };
const of = (
  title: string,
  name: Case['name'],
  format: Format,
  hyperparameters: Case['hyperparameters'],
  own?: string[],
) => ({ title, name, format, hyperparameters, ...(own === undefined ? {} : { own }) }) satisfies Case;

const cases: readonly Case[] = [
  ...(['csv', 'svm', 'parquet', 'rec', 'sparse.rec'] as const).map((format) => of(format, 'number', format, sampled)),
  of('approx', 'number', 'csv', { objective: 'reg:pseudohubererror', tree_method: 'approx', sketch_eps: '0.1' }),
  of('dart', 'class', 'csv', {
    objective: 'binary:logistic',
    booster: 'dart',
    rate_drop: '0.3',
    skip_drop: '0.1',
    one_drop: '1',
    sample_type: 'weighted',
    normalize_type: 'forest',
    scale_pos_weight: '2.5',
    eval_metric: 'logloss,error@0.3',
  }),
  of('gblinear', 'number', 'rec', {
    booster: 'gblinear',
    updater: 'coord_descent',
    lambda_bias: '0.1',
    alpha: '0.2',
    objective: 'reg:squarederror',
  }),
  of('rank:pairwise', 'grade', 'svm', { objective: 'rank:pairwise', eval_metric: 'ndcg@5,map' }),
  of('rank:ndcg', 'grade', 'svm', { objective: 'rank:ndcg', tree_method: 'hist' }),
  of('count:poisson', 'count', 'parquet', { objective: 'count:poisson', max_delta_step: '0.7' }),
  of('reg:gamma', 'positive', 'csv', { objective: 'reg:gamma', eval_metric: 'gamma-deviance,gamma-nloglik' }),
  of('reg:tweedie', 'positive', 'csv', { objective: 'reg:tweedie', tweedie_variance_power: '1.3' }),
  of('reg:absoluteerror, whose base_score the library estimates', 'positive', 'csv', {
    objective: 'reg:absoluteerror',
  }),
  of('survival:cox', 'positive', 'csv', { objective: 'survival:cox' }),
  of('constraints', 'number', 'csv', {
    objective: 'reg:squarederror',
    tree_method: 'hist',
    grow_policy: 'lossguide',
    max_leaves: '9',
    max_depth: '0',
    monotone_constraints: '(1,0,0,-1,0,0)',
    interaction_constraints: '[[0,1],[2,3,4,5]]',
  }),
  of('forest', 'number', 'csv', {
    objective: 'reg:squarederror',
    num_parallel_tree: '4',
    subsample: '0.5',
    dsplit: 'row',
  }),
  of('own metrics of two classes', 'class', 'csv', { objective: 'binary:logistic' }, [
    'accuracy',
    'balanced_accuracy',
    'f1',
    'f1_binary',
    'precision',
    'recall',
  ]),
  of(
    'own metrics of three classes',
    'classes',
    'csv',
    { objective: 'multi:softprob', num_class: '3', max_depth: '2' },
    ['f1_macro', 'precision_macro', 'precision_micro', 'recall_macro', 'recall_micro', 'balanced_accuracy'],
  ),
  of('own metrics of numbers', 'number', 'csv', { objective: 'reg:squarederror' }, ['mse', 'r2']),
];

describe('built-in XGBoost in Python beside the xgboost package', function () {
  this.timeout(300_000);
  let python: string;
  let programs: BuiltInPrograms;
  let folder: string;

  before(function () {
    python = pythonOrSkip(this);
    programs = new BuiltInPrograms(python);
    folder = mkdtempSync(path.join(tmpdir(), 'xgboost-data-'));
    judge(python, 'xgboostPackage.py', { write: folder, kinds });
  });
  after(async () => {
    await programs?.dispose();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  const data = (name: string, format: Format): Buffer => readFileSync(path.join(folder, `${name}.${format}`));
  const rounds = '6';
  const jobOn = (name: string, format: Format, hyperparameters: Record<string, string>): ProgramJob => ({
    program: 'xgboost_train.py',
    imageTag: '1.7-1',
    hyperparameters: { num_round: rounds, ...hyperparameters },
    channels: { train: { contentType: contentTypes[format], files: { a: data(name, format) } } },
  });

  it('trains the same model on every format, with every booster and objective', async () => {
    const jobs = cases.map(({ name, format, hyperparameters, own }) => {
      const eval_metric = own?.join(',');
      return jobOn(name, format, { ...hyperparameters, ...(eval_metric === undefined ? {} : { eval_metric }) });
    });
    const ends = await programs.runMany(jobs);
    ends.forEach(({ exitCode, lines }, index) =>
      assert.equal(exitCode, 0, `${cases[index]?.title}: ${lines.join('\n')}`),
    );
    const judged = judge<Judged[]>(python, 'xgboostPackage.py', {
      folder,
      kinds,
      cases: cases.map(({ name, format, hyperparameters, own }, index) => {
        const { eval_metric, ...params } = hyperparameters;
        const asked = eval_metric === undefined ? {} : { eval_metric: eval_metric.split(',') };
        const model = path.join(ends[index]?.mlRoot ?? '', 'model/xgboost-model');
        return { name, format, params: { ...params, ...asked }, rounds: Number(rounds), model, own };
      }),
    });
    judged.forEach(({ metrics, difference, sameTrees, own }, index) => {
      const title = cases[index]?.title ?? '';
      assert.equal(difference, 0, title);
      assert.ok(sameTrees, `${title}: trees`);
      const logged = seriesOf(ends[index]);
      for (const [name, values] of Object.entries(metrics))
        assert.deepEqual(logged[`train-${name}`], values.map((value) => value.toFixed(5)), `${title}: ${name}`); // prettier-ignore
      for (const [name, value] of Object.entries(own))
        assert.ok(Math.abs(Number(logged[`train-${name}`]?.at(-1)) - value) < 1e-5, `${title}: ${name} ${value}`);
    });
  });

  it('reads streams as it reads files, and several files of each format', async () => {
    const streamed = (['csv', 'rec', 'parquet'] as const).map((format) => ({ format, mode: 'Pipe' as const }));
    const filed = (['csv', 'svm', 'rec', 'parquet'] as const).map((format) => ({ format, mode: 'File' as const }));
    const jobs = [...filed, ...streamed].map(({ format, mode }) => {
      const contentType = contentTypes[format];
      const files = { 'a/1': data('number', format), 'b/2': data('positive', format), 'b/_SUCCESS': '' };
      return { ...jobOn('number', format, sampled), channels: { train: { contentType, mode, files } } };
    });
    const ends = await programs.runMany(jobs);
    for (const [index, end] of ends.entries()) {
      assert.ok(
        end.lines.some((line) => line.includes('Train matrix has 400 rows')),
        `${index}: ${end.lines.join('\n')}`,
      );
      assert.deepEqual(seriesOf(end), seriesOf(ends[0]), String(index));
    }
    const refused = await programs.run({
      ...jobOn('number', 'svm', sampled),
      channels: { train: { contentType: 'text/libsvm', mode: 'Pipe', files: { a: data('number', 'svm') } } },
    });
    assert.match(
      refused.failure ?? '',
      /^ClientError: Channel train asks for Pipe mode, which XGBoost does not have for libsvm/,
    );
  });

  it('reads validation in the format of train, as the image does, and says so', async () => {
    const files = { a: data('number', 'csv') };
    const end = await programs.run({
      ...jobOn('number', 'csv', sampled),
      channels: { train: { contentType: 'text/csv', files }, validation: { contentType: 'text/libsvm', files } },
    });
    assert.equal(end.exitCode, 0, end.lines.join('\n'));
    assert.ok(end.lines.some((line) => line.includes('it is read in the format of train (csv)')));
    assert.deepEqual(seriesOf(end)['validation-rmse'], seriesOf(end)['train-rmse']);
    const mixed = await programs.run({
      ...jobOn('number', 'csv', sampled),
      channels: {
        train: { contentType: 'text/csv', files },
        validation: { contentType: 'text/libsvm', files: { a: '1 0:1\n2 0:2\n' } },
      },
    });
    assert.match(mixed.failure ?? '', /^ClientError: .*libsvm.* it is read in the format of train \(csv\)\.$/);
  });

  it('says in a sentence what is wrong with data, before the library reads them', async () => {
    const job = (content: string | Uint8Array, format: Format = 'csv', more = {}): ProgramJob => ({
      ...jobOn('number', 'csv', { ...sampled, ...more }),
      channels: { train: { contentType: contentTypes[format], files: { a: content } } },
    });
    const cases = [
      [job('1 0:2\n1 99999999999:2\n', 'svm'), /train\/a line 2 has the index 99999999999, .* below 10,000,000: /],
      [job('1 0:2 # 99999999999:2\n0 1:2\n', 'svm'), undefined],
      [job('1,2\n3,0x1\n'), /train\/a line 2 holds '0x1': write numbers in decimal notation/],
      [job('1,2\n3,1_0\n'), /train\/a line 2 holds '1_0': write numbers in decimal notation/],
      [job('1,2\n,2\n'), /train\/a row 2 has no label/],
      [job('1,2\n3,inf\n'), /train\/a row 2 column 2 is infinite/],
      [job(gzipSync('1,2\n3,4\n')), /train\/a is compressed with gzip: unpack it/],
      [job('1,2\n', 'csv', { objective: 'survival:aft' }), /survival:aft needs a lower and an upper bound/],
    ] as const;
    const ends = await programs.runMany(cases.map(([each]) => each));
    ends.forEach(({ failure }, index) => {
      const expected = cases[index]?.[1];
      if (expected === undefined) assert.equal(failure, undefined);
      else assert.match(failure ?? '', expected);
    });
  });

  it('trains at the first of several hosts on the shards of all', async () => {
    const lines = data('number', 'csv').toString().trim().split('\n');
    const shards = [lines.slice(0, 120), lines.slice(120)].map((part) => ({ part: `${part.join('\n')}\n` }));
    const channels = { train: { contentType: 'text/csv', files: shards, distribution: 'ShardedByS3Key' as const } };
    const [first, second] = await programs.runAll({ ...jobOn('number', 'csv', sampled), channels, hosts: 2 });
    assert.deepEqual([first?.exitCode, second?.exitCode], [0, 0], first?.lines.join('\n'));
    assert.deepEqual(seriesOf(first), seriesOf(await programs.run(jobOn('number', 'csv', sampled))));
    assert.ok(first?.lines.some((line) => line.includes('trains on algo-1 with the data of all 2 hosts')));
  });

  it('cross-validates as the image does: a model of each fold, means over folds, predictions of what was held out', async () => {
    const end = await programs.run({
      ...jobOn('class', 'csv', { objective: 'binary:logistic', eval_metric: 'error', _kfold: '4', _num_cv_round: '2' }),
      channels: {
        train: { contentType: 'text/csv', files: { a: data('class', 'csv') } },
        validation: { contentType: 'text/csv', files: { a: data('class', 'csv') } },
      },
    });
    assert.equal(end.exitCode, 0, end.lines.join('\n'));
    assert.deepEqual(
      await modelFiles(end),
      Array.from({ length: 8 }, (_, fold) => `xgboost-model-${fold}`),
    );
    assert.ok(end.lines.some((line) => line.endsWith('Run 2-round of 4-fold cross validation with 400 rows')));
    const reports = end.lines.filter((line) => line.startsWith(`[${rounds}]`));
    assert.equal(reports.length, 3, 'of each repetition, and of all');
    const lasts = end.lines.flatMap((line) => /^\[5\]\t.*validation-error:(\S+)/.exec(line)?.[1] ?? []).map(Number);
    assert.equal(lasts.length, 8);
    const mean = lasts.reduce((sum, value) => sum + value, 0) / 8;
    assert.ok(Math.abs(Number(/validation-error:(\S+)/.exec(reports[2] ?? '')?.[1]) - mean) < 2e-5, reports[2]);
    const held = (await readFile(path.join(end.mlRoot, 'output/data/predictions.csv'), 'utf8')).trim().split('\n');
    assert.equal(held.length, 400);
    const right = held.filter((row) => Number(row.split(',')[0]) === Number(row.split(',')[2]));
    assert.ok(right.length > 320, `${right.length} rows of 400 are right`);
  });

  it('goes on from the last checkpoint, and keeps the last five', async () => {
    const checkpoints = mkdtempSync(path.join(tmpdir(), 'xgboost-checkpoints-'));
    const job = (num_round: string): ProgramJob => jobOn('number', 'csv', { objective: 'reg:squarederror', num_round });
    const [whole, first, second] = await programs.runMany([
      job('14'),
      { ...job('8'), checkpoints },
      { ...job('14'), checkpoints },
    ]);
    assert.deepEqual([first?.exitCode, second?.exitCode], [0, 0], first?.lines.join('\n'));
    assert.deepEqual(
      readdirSync(checkpoints).sort(),
      ['10', '11', '12', '13', '9'].map((round) => `xgboost-checkpoint.${round}`),
    );
    rmSync(checkpoints, { recursive: true });
    assert.ok(
      second?.lines.some((line) => line.endsWith('Resuming from iteration 8')),
      second?.lines.join('\n'),
    );
    assert.deepEqual(
      second?.lines.flatMap((line) => /^\[(\d+)\]\t/.exec(line)?.[1] ?? []),
      ['8', '9', '10', '11', '12', '13'],
    );
    assert.deepEqual(seriesOf(second)['train-rmse'], seriesOf(whole)['train-rmse']?.slice(8));
  });

  it('is beside a log of the real service as the in-process trainer is', async function () {
    goldenDirectoryOrSkip(this);
    const file = (name: string): Buffer => readFileSync(path.join(goldenDirectory, name));
    const hyperparameters = {
      max_depth: '5',
      eta: '0.2',
      gamma: '4',
      min_child_weight: '6',
      subsample: '0.8',
      objective: 'reg:linear',
      early_stopping_rounds: '10',
      num_round: '200',
    };
    const golden = file('training-log.csv').toString().trim().split(/\r?\n/).slice(1).map((line) => line.split(',').map(Number)); // prettier-ignore
    const runs = await programs.runMany(
      [0, 1, 2, 3, 4].map((seed) => ({
        program: 'xgboost_train.py',
        hyperparameters: { ...hyperparameters, seed: String(seed) },
        channels: {
          train: { contentType: 'text/csv', files: { 'train.csv': file('train.csv') } },
          validation: { contentType: 'text/csv', files: { 'validation.csv': file('validation.csv') } },
        },
      })),
    );
    for (const [column, metric] of ['train-rmse', 'validation-rmse'].entries())
      for (let round = 0; round < 10; round++) {
        const expected = golden[round]?.[column + 1] ?? NaN;
        for (const run of runs) {
          const value = Number(seriesOf(run)[metric]?.[round]);
          assert.ok(
            Math.abs(value - expected) <= (round === 0 ? 0.3 : expected * 0.1),
            `${metric} ${round}: ${value} ${expected}`,
          );
        }
      }
  });
});

/** Every metric's values as they are logged. */
function seriesOf(end: ProgramEnd | undefined): Record<string, string[]> {
  const series: Record<string, string[]> = {};
  for (const line of end?.lines ?? []) {
    if (!/^\[\d+\]\t/.test(line)) continue;
    for (const score of line.split('\t').slice(1)) {
      const [name = '', value = ''] = score.split(/:(?=[^:]*$)/);
      (series[name] ??= []).push(value);
    }
  }
  return series;
}
