import assert from 'node:assert/strict';
import type { ParameterRange, ParameterValues, Trial } from '../../../../../src/engine/tuning/searchStrategy.ts';
import { createStrategy, type StrategyOptions } from '../../../../../src/engine/tuning/strategies.ts';

const ranges: readonly ParameterRange[] = [
  { kind: 'continuous', name: 'eta', min: 1e-3, max: 1, scaling: 'Logarithmic' },
  { kind: 'continuous', name: 'gamma', min: 0, max: 5, scaling: 'Linear' },
  { kind: 'categorical', name: 'booster', values: ['a', 'b', 'c'] },
];

/** Best (0) at eta 0.05, gamma 3, booster b. */
function lossOf({ eta, gamma, booster }: ParameterValues): number {
  return Math.log10(Number(eta) / 0.05) ** 2 + ((Number(gamma) - 3) / 5) ** 2 + (booster === 'b' ? 0 : 0.3);
}

function run(
  options: StrategyOptions,
  count: number,
  objective: (values: ParameterValues) => number | undefined,
): Trial[] {
  const trials: Trial[] = [];
  while (trials.length < count) {
    const values = createStrategy(options).next(trials);
    assert.ok(values);
    const given = objective(values);
    trials.push(given === undefined ? { values, state: 'failed' } : { values, state: 'finished', objective: given });
  }
  return trials;
}

const best = (trials: readonly Trial[]): number => Math.min(...trials.map(({ values }) => lossOf(values)));
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] as number;
const seeds = [1, 2, 3, 4, 5];
const options = { strategy: 'Bayesian', ranges, goal: 'Minimize' } as const;

describe('Bayesian search', function () {
  this.timeout(120_000);
  it('comes close to the best of numbers and categories, also when it is to maximise', () => {
    const down = median(seeds.map((seed) => best(run({ ...options, seed }, 25, lossOf))));
    const up = seeds.map((seed) => best(run({ ...options, goal: 'Maximize', seed }, 25, (values) => -lossOf(values))));
    const chance = median(seeds.map((seed) => best(run({ ...options, strategy: 'Random', seed }, 25, lossOf))));
    assert.ok(down < chance / 5, `${down} beside ${chance} by chance`);
    assert.ok(median(up) < chance / 5, `${median(up)} beside ${chance} by chance`);
  });

  it('leaves where jobs fail', () => {
    const fails = ({ gamma }: ParameterValues): boolean => Number(gamma) > 3.5;
    const trials = run({ ...options, seed: 1 }, 30, (values) => (fails(values) ? undefined : lossOf(values)));
    const late = trials.slice(15).filter(({ values }) => fails(values)).length;
    assert.ok(late <= 3, `${late} of the last 15 failed`);
  });

  it('goes on from trials of the same data and algorithm as from its own', () => {
    const parent = run({ ...options, seed: 9 }, 20, lossOf);
    const warmStart = { kind: 'IdenticalDataAndAlgorithm', parents: [parent], fixed: {} } as const;
    const first = seeds.map((seed) => lossOf(createStrategy({ ...options, seed, warmStart }).next([]) ?? {}));
    assert.ok(median(first) < 0.05, String(first));
  });

  it('learns from a similar job whose objective has another size, and forgets one that is of no use', () => {
    const parent = run({ ...options, seed: 9 }, 20, (values) => 1000 + 50 * lossOf(values));
    const misleading = run({ ...options, seed: 9 }, 20, ({ eta }) => -Number(eta));
    const start = (seed: number, trials: Trial[]): number => {
      const warmStart = { kind: 'TransferLearning', parents: [trials], fixed: {} } as const;
      return best(run({ ...options, seed, warmStart }, 4, lossOf));
    };
    const cold = median(seeds.map((seed) => best(run({ ...options, seed }, 4, lossOf))));
    assert.ok(median(seeds.map((seed) => start(seed, parent))) < cold / 2);
    const misled = seeds.map((seed) =>
      best(
        run(
          { ...options, seed, warmStart: { kind: 'TransferLearning', parents: [misleading], fixed: {} } },
          25,
          lossOf,
        ),
      ),
    );
    assert.ok(median(misled) < 0.1, String(misled));
  });

  it('bears parents with other hyperparameters, values that are no longer offered and nothing that ended', () => {
    const values = { eta: '0.1', gamma: '9', booster: 'gone' };
    const odd: Trial[] = [
      { values, state: 'finished', objective: 1 },
      { values: { eta: '-1', gamma: '1', booster: 'a' }, state: 'finished', objective: 2 },
      { values: { eta: '0.2' }, state: 'finished', objective: 3 },
      { values: { ...values, eta: '0.3' }, state: 'failed' },
    ];
    for (const kind of ['IdenticalDataAndAlgorithm', 'TransferLearning'] as const) {
      for (const parents of [[odd], [odd, []], [[]]]) {
        const trials = run({ ...options, seed: 1, warmStart: { kind, parents, fixed: {} } }, 8, lossOf);
        assert.equal(new Set(trials.map((trial) => JSON.stringify(trial.values))).size, 8);
      }
    }
  });
});
