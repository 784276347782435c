import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldenDirectory, goldenDirectoryOrSkip } from '../../../../support/golden.ts';
import { XgboostJob } from '../../../../support/xgboostJob.ts';

/** What the notebook sent to the real service, whose log is the golden one. */
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

const metrics = ['train-rmse', 'validation-rmse'] as const;

describe('XGBoost in TypeScript beside a log of the real service', () => {
  before(function () {
    goldenDirectoryOrSkip(this);
  });

  it('is as near as the seed allows, over 20 seeds', function () {
    this.timeout(60_000);
    const channel = (name: string): Record<string, string> => ({
      [`${name}.csv`]: readFileSync(path.join(goldenDirectory, `${name}.csv`), 'utf8'),
    });
    const channels = { train: channel('train'), validation: channel('validation') };
    const golden = goldenSeries();
    const runs = Array.from({ length: 20 }, (_, seed) => {
      const job = new XgboostJob({
        hyperparameters: { ...hyperparameters, seed: String(seed) },
        channels,
        imageTag: '1',
      });
      assert.equal(job.exitCode, 0, job.failure);
      const series = { 'train-rmse': job.series('train-rmse'), 'validation-rmse': job.series('validation-rmse') };
      job.dispose();
      return series;
    });

    for (const metric of metrics) {
      for (let round = 0; round < 10; round++) {
        const expected = golden[metric][round] ?? NaN;
        const values = runs.map((run) => run[metric][round] ?? NaN);
        const about = `${metric} of round ${round}: ${values.join(' ')} beside ${expected}`;
        assert.ok(Math.abs(median(values) - expected) <= (round === 0 ? 0.15 : expected * 0.05), about);
        for (const value of values)
          assert.ok(Math.abs(value - expected) <= (round === 0 ? 0.3 : expected * 0.1), about);
      }
    }
  });

  function goldenSeries(): Record<(typeof metrics)[number], number[]> {
    const rows = readFileSync(path.join(goldenDirectory, 'training-log.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',').map(Number));
    return {
      'train-rmse': rows.map((row) => row[1] ?? NaN),
      'validation-rmse': rows.map((row) => row[2] ?? NaN),
    };
  }

  function median(values: readonly number[]): number {
    const sorted = values.toSorted((a, b) => a - b);
    return ((sorted[9] ?? NaN) + (sorted[10] ?? NaN)) / 2;
  }
});
