import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BuiltInPrograms, type ProgramEnd, type ProgramJob } from '../support/builtInProgram.ts';
import { readNdArrays, type NdArray } from '../support/ndarrayFile.ts';
import { judge, pythonOrSkip } from '../support/python.ts';
import { correlatedRows, csvOf, type Rows } from '../support/rowsData.ts';

const unlabelled = 'text/csv;label_size=0';

interface Judged {
  readonly components: number[][];
  readonly singular: number[];
  readonly mean: number[];
}

describe('built-in PCA', function () {
  this.timeout(60_000);
  let python: string;
  let programs: BuiltInPrograms;

  before(function () {
    python = pythonOrSkip(this);
    programs = new BuiltInPrograms(python);
  });
  after(() => programs?.dispose());

  const jobOn = (rows: Rows, hyperparameters: Record<string, string>): ProgramJob => ({
    program: 'pca_train.py',
    hyperparameters: { feature_dim: String(rows[0]?.length), mini_batch_size: '100', ...hyperparameters },
    channels: { train: { contentType: unlabelled, files: { 'a.csv': csvOf(rows) } } },
  });

  it('finds the components of scikit-learn, the smallest first', async () => {
    const rows = correlatedRows(1, 1000, 12);
    const expected = judge<Judged>(python, 'clustersJudge.py', { rows: csvOf(rows), components: 5 });
    const end = await programs.run(jobOn(rows, { num_components: '5' }));
    const { s, v, mean } = await modelOf(end);
    assert.deepEqual([s.shape, v.shape, mean.shape], [[5], [12, 5], [1, 12]]);
    expected.singular.forEach((value, index) => assert.ok(Math.abs((s.values[4 - index] ?? 0) / value - 1) < 1e-5));
    expected.mean.forEach((value, index) => assert.ok(Math.abs((mean.values[index] ?? 0) - value) < 1e-4));
    expected.components.forEach((component, index) => {
      const found = columnOf(v, 4 - index);
      const alike = component.reduce((sum, value, row) => sum + value * (found[row] ?? 0), 0);
      assert.ok(Math.abs(Math.abs(alike) - 1) < 1e-5, `component ${index}`);
    });
    for (const text of ["12 feature(s) found in 'data'.", '#progress_metric: host=algo-1, completed 100.0 % of epochs'])
      assert.ok(
        end.lines.some((line) => line.endsWith(text)),
        text,
      );
  });

  it('approximates them in randomized mode, better with more extra components', async () => {
    const rows = correlatedRows(2, 2000, 30, 0.5);
    const expected = judge<Judged>(python, 'clustersJudge.py', { rows: csvOf(rows), components: 3 });
    const mode = { num_components: '3', algorithm_mode: 'randomized' };
    const models = await Promise.all(
      [{ extra_components: '0' }, {}, { extra_components: '500' }].map(async (extra) =>
        modelOf(await programs.run(jobOn(rows, { ...mode, ...extra }))),
      ),
    );
    // The share of each true component that lies in the space of those found: 1 where they are the same.
    const shares = models.map(({ v }) =>
      expected.components.map((component) =>
        [0, 1, 2].reduce((sum, index) => {
          const found = columnOf(v, index);
          return sum + component.reduce((part, value, row) => part + value * (found[row] ?? 0), 0) ** 2;
        }, 0),
      ),
    );
    const worst = shares.map((parts) => Math.min(...parts));
    assert.ok((worst[2] ?? 0) > 0.99, String(worst));
    assert.ok((worst[0] ?? 1) < (worst[1] ?? 0) && (worst[1] ?? 1) < (worst[2] ?? 0), String(worst));
    assert.ok(Math.abs((models[2]?.s.values[2] ?? 0) / (expected.singular[0] ?? 1) - 1) < 0.1);
  });

  it('leaves the mean where subtract_mean says so, and measures the test channel', async () => {
    const rows = correlatedRows(3, 500, 6);
    const [whole, tested] = await Promise.all([
      programs.run(jobOn(rows, { num_components: '2', subtract_mean: 'False' })),
      programs.run({
        ...jobOn(rows, { num_components: '6' }),
        channels: {
          train: { contentType: unlabelled, files: { 'a.csv': csvOf(rows) } },
          test: { contentType: unlabelled, files: { 'b.csv': csvOf(rows.slice(0, 50)) } },
        },
      }),
    ]);
    const { mean, v } = await modelOf(whole);
    assert.deepEqual([...mean.values], [0, 0, 0, 0, 0, 0]);
    const [a = 0, b = 0] = [columnOf(v, 1)[0], columnOf(v, 1)[5]];
    assert.ok(
      Math.abs(a) < Math.abs(b),
      'without it, the first component points to the mean, whose last column is the largest',
    );
    const error = tested.lines
      .find((line) => line.includes('Mean squared error of the test rows'))
      ?.split(': ')
      .at(-1);
    assert.ok(Number(error) < 1e-8, `all components give every row back: ${error}`);
  });

  it('says in a sentence what is wrong with data', async () => {
    const end = await programs.run(jobOn([[1, 2, 3]], { num_components: '2', feature_dim: '4' }));
    assert.match(
      end.failure ?? '',
      /^ClientError: Channel train has 3 features and feature_dim is 4: set feature_dim to 3/,
    );
  });
});

async function modelOf(end: ProgramEnd): Promise<Record<'s' | 'v' | 'mean', NdArray>> {
  assert.equal(end.exitCode, 0, end.lines.join('\n'));
  const { s, v, mean } = readNdArrays(await readFile(path.join(end.mlRoot, 'model/model_algo-1')));
  assert.ok(s && v && mean);
  return { s, v, mean };
}

function columnOf({ shape: [rows = 0, columns = 0], values }: NdArray, column: number): number[] {
  return Array.from({ length: rows }, (_, row) => values[row * columns + column] ?? 0);
}
