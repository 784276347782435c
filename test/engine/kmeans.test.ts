import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BuiltInPrograms, modelFiles, type ProgramEnd, type ProgramJob } from '../support/builtInProgram.ts';
import { readNdArrays } from '../support/ndarrayFile.ts';
import { judge, pythonOrSkip } from '../support/python.ts';
import { clusteredRows, csvOf, meanSquaredDistance, type Rows } from '../support/rowsData.ts';

const unlabelled = 'text/csv;label_size=0';

describe('built-in K-Means', function () {
  this.timeout(60_000);
  let python: string;
  let programs: BuiltInPrograms;

  before(function () {
    python = pythonOrSkip(this);
    programs = new BuiltInPrograms(python);
  });
  after(() => programs?.dispose());

  const jobOn = (rows: Rows, hyperparameters: Record<string, string>, test?: Rows): ProgramJob => ({
    program: 'kmeans_train.py',
    hyperparameters: { feature_dim: String(rows[0]?.length), ...hyperparameters },
    channels: {
      train: { contentType: unlabelled, files: { 'a.csv': csvOf(rows) } },
      ...(test === undefined ? {} : { test: { contentType: unlabelled, files: { 'b.csv': csvOf(test) } } }),
    },
  });

  const distances = [
    { count: 3000, clusters: 8, columns: 7, spread: 0.5 },
    { count: 12_000, clusters: 5, columns: 3, spread: 1 },
    { count: 6000, clusters: 12, columns: 20, spread: 2 },
  ];
  for (const [seed, shape] of distances.entries()) {
    it(`is within 1 % of scikit-learn’s distances: ${shape.clusters} clusters of ${shape.columns} columns`, async () => {
      const rows = clusteredRows(seed + 1, shape);
      const { msd } = judge<{ msd: number }>(python, 'clustersJudge.py', {
        rows: csvOf(rows),
        clusters: shape.clusters,
      });
      for (const init_method of ['random', 'kmeans++']) {
        const end = await programs.run(
          jobOn(rows, { k: String(shape.clusters), init_method, mini_batch_size: '1000' }),
        );
        const logged = measured(end, 'train msd');
        assert.ok(logged < msd * 1.01, `${logged} against ${msd}`);
        const centers = await centersOf(end);
        assert.deepEqual([centers.length, centers[0]?.length], [shape.clusters, shape.columns]);
        assert.ok(Math.abs(meanSquaredDistance(rows, centers) / logged - 1) < 1e-4);
      }
    });
  }

  it('repeats itself, follows its hyperparameters and measures the test channel', async () => {
    const rows = clusteredRows(7, { count: 2000, clusters: 6, columns: 4, spread: 3 });
    const held = clusteredRows(7, { count: 300, clusters: 6, columns: 4, spread: 3 });
    const hyperparameters = {
      k: '6',
      extra_center_factor: '3',
      local_lloyd_num_trials: '4',
      local_lloyd_init_method: 'random',
      epochs: '4',
      eval_metrics: '["msd", "ssd"]',
      mini_batch_size: '500',
    };
    const [first, second] = await Promise.all([
      programs.run(jobOn(rows, hyperparameters, held)),
      programs.run(jobOn(rows, hyperparameters, held)),
    ]);
    const centers = await centersOf(first);
    assert.deepEqual(centers, await centersOf(second));
    assert.equal(first.lines.filter((line) => line.includes('local kmeans attempt #')).length, 4);
    assert.ok(first.lines.some((line) => line.endsWith('shrinking 18 centers into 6')));
    assert.deepEqual(
      first.lines.flatMap((line) => /completed (\S+) % of epochs/.exec(line)?.[1] ?? []),
      ['25.0', '50.0', '75.0', '100.0'],
    );
    const expected = meanSquaredDistance(held, centers);
    assert.ok(Math.abs(measured(first, 'test msd') / expected - 1) < 1e-4);
    assert.ok(Math.abs(measured(first, 'test ssd') / (expected * held.length) - 1) < 1e-4);
    assert.deepEqual(await modelFiles(first), ['model_algo-1']);
  });

  it('forgets old rows where half_life_time_size says so', async () => {
    const rows = Array.from({ length: 4000 }, (_, index) => [index < 3000 ? 0 : 1]);
    const job = (half_life_time_size: string) =>
      jobOn(rows, { k: '1', extra_center_factor: '1', mini_batch_size: '100', half_life_time_size });
    const [all, recent] = await Promise.all([programs.run(job('0')), programs.run(job('100'))]);
    assert.ok(Math.abs(((await centersOf(all))[0]?.[0] ?? 0) - 0.25) < 1e-6);
    // 3,000 rows ago at 100 to the half, the weights are a geometric series whose last ten terms are of rows with a 1.
    assert.ok(Math.abs(((await centersOf(recent))[0]?.[0] ?? 0) - (1 - 2 ** -10)) < 1e-6);
  });

  it('reads the shards of all hosts at the first, one copy of what each has whole, and streams', async () => {
    const rows = clusteredRows(3, { count: 900, clusters: 3, columns: 2, spread: 1 });
    const whole = csvOf(rows);
    const shards = [0, 300, 600].map((start) => ({ 'part.csv': csvOf(rows.slice(start, start + 300)) }));
    const job = (files: (typeof shards)[number] | typeof shards, more = {}): ProgramJob => ({
      ...jobOn(rows, { k: '3' }),
      channels: { train: { contentType: unlabelled, files, ...more } },
    });
    const one = await centersOf(await programs.run(job({ 'part.csv': whole })));
    const sharded = await programs.runAll({ ...job(shards, { distribution: 'ShardedByS3Key' }), hosts: 3 });
    assert.deepEqual(
      sharded.map(({ exitCode }) => exitCode),
      [0, 0, 0],
      sharded[0]?.lines.join('\n'),
    );
    assert.deepEqual(await Promise.all(sharded.map(modelFiles)), [['model_algo-1'], [], []]);
    assert.ok(sharded[1]?.lines.some((line) => line.includes('trains on algo-1 with the data of all 3 hosts')));
    assert.deepEqual(await centersOf(sharded[0]), one);
    const [copied] = await programs.runAll({ ...job(shards.map(() => ({ 'part.csv': whole }))), hosts: 3 });
    assert.deepEqual(await centersOf(copied), one);
    if (process.platform !== 'win32')
      assert.deepEqual(await centersOf(await programs.run(job({ 'part.csv': whole }, { mode: 'Pipe' }))), one);
  });

  it('says in a sentence what is wrong with data', async () => {
    const train = (content: string, contentType = unlabelled): ProgramJob => ({
      ...jobOn([[0, 0]], { k: '2' }),
      channels: { train: { contentType, files: { 'a.csv': content } } },
    });
    const cases = [
      [
        train('1,2\n3,4\n', 'text/csv'),
        /^ClientError: Channel train has 1 feature and feature_dim is 2: .*label_size=0\.$/,
      ],
      [train('1,2\n'), /^ClientError: Channel train has 1 row, too few for k=2 clusters/],
      [train('1,2\n3,\n'), /^ClientError: train\/a\.csv row 2 has an empty cell, NaN or infinity/],
      [train('a,b\n3,4\n'), /^ClientError: train\/a\.csv line 1 holds 'a', which is no number/],
      [
        train('1;2\n3;4\n'),
        /^ClientError: train\/a\.csv line 1 holds '1;2': this algorithm's CSV has commas between its numbers/,
      ],
      [
        train('1,2\n3,4\n', 'text/libsvm'),
        /^ClientError: Channel train has ContentType text\/libsvm, which this algorithm/,
      ],
      [
        train('1,2\n3,4\n', 'application/x-recordio-protobuf'),
        /^ClientError: train\/a\.csv has no RecordIO record at byte 0/,
      ],
      [train('1,2\n3,0x1\n'), /^ClientError: train\/a\.csv line 2 holds '0x1': write numbers in decimal notation/],
      [train('1,2\n3,x\n'), /a\.csv line 2 holds 'x', .*fill missing values in, since this algorithm needs a number/],
      [
        { ...train('1,2\n3,4\n'), channels: { test: { files: {} }, training: { files: {} } } },
        /has no channel 'training'/,
      ],
      [{ ...train('1,2\n3,4\n'), channels: {} }, /^ClientError: K-Means needs a channel named 'train'/],
    ] as const;
    const ends = await Promise.all(cases.map(([job]) => programs.run(job)));
    ends.forEach(({ exitCode, failure }, index) => {
      assert.match(failure ?? '', cases[index]?.[1] ?? /$^/);
      assert.equal(exitCode, 1);
    });
  });
});

/** A quality metric's value in the log. */
function measured({ lines }: ProgramEnd, metric: string): number {
  const line = lines.find((text) => text.includes(`#quality_metric: host=algo-1, ${metric} <loss>=`));
  assert.ok(line, lines.join('\n'));
  return Number(line.split('=').at(-1));
}

async function centersOf(end: ProgramEnd | undefined): Promise<number[][]> {
  assert.equal(end?.exitCode, 0, end?.lines.join('\n'));
  const { 0: array } = readNdArrays(await readFile(path.join(end.mlRoot, 'model/model_algo-1')));
  const [count = 0, columns = 0] = array?.shape ?? [];
  return Array.from({ length: count }, (_, row) =>
    [...(array?.values ?? [])].slice(row * columns, (row + 1) * columns),
  );
}
