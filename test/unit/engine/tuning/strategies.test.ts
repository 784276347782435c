import assert from 'node:assert/strict';
import type { ParameterRange, ParameterValues, Trial } from '../../../../src/engine/tuning/searchStrategy.ts';
import { SeededRandom } from '../../../../src/engine/tuning/seededRandom.ts';
import { createStrategy, type StrategyOptions } from '../../../../src/engine/tuning/strategies.ts';
import { ended, faultOf, generatedSpace, sizeOf } from './generatedSpaces.ts';

const spaces = 30;
const goals = ['Minimize', 'Maximize'] as const;

/** Made anew for every proposal, as an engine that was killed makes it. */
function propose(options: StrategyOptions, trials: readonly Trial[]): ParameterValues | undefined {
  return createStrategy(options).next(trials);
}

for (const strategy of ['Random', 'Bayesian', 'Hyperband'] as const) {
  describe(`search strategy ${strategy}`, () => {
    it(`proposes nothing twice and only what is in its ranges, whatever trials gave, over ${spaces} spaces`, function () {
      this.timeout(120_000);
      for (let seed = 0; seed < spaces; seed++) {
        const ranges = generatedSpace(seed);
        const random = new SeededRandom(seed, 1);
        const options = { strategy, ranges, goal: goals[seed % 2] as 'Minimize', seed };
        const size = sizeOf(ranges);
        const trials: Trial[] = [];
        const seen = new Set<string>();
        for (let at = 0; at < 24; at++) {
          const values = propose(options, trials);
          const where = `space ${seed}, proposal ${at}: ${JSON.stringify(ranges)}`;
          if (at >= size) {
            assert.equal(values, undefined, where);
            break;
          }
          assert.ok(values, where);
          assert.equal(faultOf(values, ranges), undefined, where);
          seen.add(JSON.stringify(values));
          trials.push(ended(values, random));
        }
        assert.equal(seen.size, trials.length, `space ${seed}: ${JSON.stringify(ranges)}`);
      }
    });

    it('proposes the same again from the same seed and trials, kept or made anew, and something else from another seed', () => {
      const ranges = mixedSpace;
      const kept = createStrategy({ strategy, ranges, goal: 'Minimize', seed: 7 });
      const trials: Trial[] = [];
      let differing = 0;
      for (let at = 0; at < 30; at++) {
        const values = kept.next(trials);
        assert.ok(values);
        assert.deepEqual(propose({ strategy, ranges, goal: 'Minimize', seed: 7 }, trials), values);
        const other = propose({ strategy, ranges, goal: 'Minimize', seed: 8 }, trials);
        if (JSON.stringify(other) !== JSON.stringify(values)) differing++;
        // The one before the last still runs: trials end in another order than they began.
        if (at > 0)
          trials[at - 1] = { values: trials[at - 1]?.values ?? {}, state: 'finished', objective: Math.cos(at) };
        trials.push({ values, state: 'running' });
      }
      assert.ok(differing > 25, `${differing} of 30 differ`);
    });

    it('gives ten parallel trials ten points', () => {
      const options = { strategy, ranges: mixedSpace, goal: 'Maximize', seed: 3 } as const;
      for (const before of [0, 15]) {
        const trials: Trial[] = [];
        for (let at = 0; at < before; at++) {
          trials.push({ values: propose(options, trials) ?? {}, state: 'finished', objective: at % 4 });
        }
        for (let at = 0; at < 10; at++) trials.push({ values: propose(options, trials) ?? {}, state: 'running' });
        assert.equal(new Set(trials.map(({ values }) => JSON.stringify(values))).size, before + 10);
      }
    });

    it('takes trials in any order', () => {
      const options = { strategy, ranges: mixedSpace, goal: 'Minimize', seed: 11 } as const;
      const trials: Trial[] = [];
      while (trials.length < 20) {
        trials.push({ values: propose(options, trials) ?? {}, state: 'finished', objective: trials.length % 7 });
      }
      for (let seed = 0; seed < 5; seed++) {
        const order = new SeededRandom(seed, 0).permutation(trials.length);
        const values = propose(
          options,
          order.map((at) => trials[at] as Trial),
        );
        assert.ok(values);
        assert.equal(faultOf(values, mixedSpace), undefined);
        assert.ok(trials.every((trial) => JSON.stringify(trial.values) !== JSON.stringify(values)));
      }
    });
  });
}

describe('a warm start of identical data', () => {
  const ranges: ParameterRange[] = [{ kind: 'integer', name: 'depth', min: 1, max: 4, scaling: 'Linear' }];
  const left = (
    strategy: 'Random' | 'Bayesian',
    parent: readonly ParameterValues[],
    fixed: ParameterValues,
  ): number => {
    const parents = [parent.map((values, at): Trial => ({ values, state: 'finished', objective: at }))];
    const warmStart = { kind: 'IdenticalDataAndAlgorithm', parents, fixed } as const;
    const trials: Trial[] = [];
    for (let values; (values = propose({ strategy, ranges, goal: 'Minimize', seed: 1, warmStart }, trials));)
      trials.push({ values, state: 'running' });
    return trials.length;
  };
  const tried = [1, 2, 3, 4].map((depth) => ({ depth: `${depth}`, rounds: depth === 1 ? '5' : '3' }));

  for (const strategy of ['Random', 'Bayesian'] as const)
    it(`takes a trial of the same static values for tried, and no other: ${strategy}`, () => {
      assert.equal(left(strategy, tried, { rounds: '7' }), 4);
      assert.equal(left(strategy, tried, { rounds: '5' }), 3);
      assert.equal(left(strategy, tried, { rounds: '3' }), 1);
      assert.equal(
        left(
          strategy,
          tried.map((values) => ({ ...values, rounds: '3' })),
          { rounds: '3' },
        ),
        0,
      );
    });
});

describe('grid search', () => {
  const ranges: ParameterRange[] = [
    { kind: 'categorical', name: 'a', values: ['1', '2'] },
    { kind: 'categorical', name: 'b', values: ['x', 'y', 'z'] },
  ];

  it('tries every combination once, in a fixed order, and has then nothing left', () => {
    const trials: Trial[] = [];
    for (let values; (values = propose({ strategy: 'Grid', ranges, goal: 'Minimize', seed: 1 }, trials));) {
      trials.push({ values, state: trials.length === 2 ? 'failed' : 'running' });
    }
    assert.deepEqual(
      trials.map(({ values: { a, b } }) => `${a}${b}`),
      ['1x', '1y', '1z', '2x', '2y', '2z'],
    );
  });
});

describe('random search on a scale', () => {
  const drawn = (range: Partial<ParameterRange>, count = 400): number[] => {
    const ranges = [{ kind: 'continuous', name: 'p', ...range }] as ParameterRange[];
    const trials: Trial[] = [];
    const strategy = createStrategy({ strategy: 'Random', ranges, goal: 'Minimize', seed: 5 });
    while (trials.length < count) trials.push({ values: strategy.next(trials) ?? {}, state: 'running' });
    return trials.map(({ values }) => Number(values['p']));
  };
  const share = (values: readonly number[], low: number, high: number): number =>
    values.filter((value) => value >= low && value < high).length / values.length;
  /** Four standard deviations of a share of a quarter of 400. */
  const near = (actual: number, expected: number): void =>
    assert.ok(Math.abs(actual - expected) < 0.09, `${actual} is not about ${expected}`);

  it('Linear: every quarter is as likely', () => {
    const values = drawn({ min: 0, max: 4, scaling: 'Linear' });
    for (const low of [0, 1, 2, 3]) near(share(values, low, low + 1), 0.25);
  });

  it('Logarithmic, and Auto over a wide range: every decade is as likely', () => {
    for (const scaling of ['Logarithmic', 'Auto'] as const) {
      const values = drawn({ min: 1e-5, max: 1e-1, scaling });
      for (const low of [1e-5, 1e-4, 1e-3, 1e-2]) near(share(values, low, low * 10), 0.25);
    }
  });

  it('ReverseLogarithmic, and Auto close to 1: every decade of the distance to 1 is as likely', () => {
    for (const scaling of ['ReverseLogarithmic', 'Auto'] as const) {
      const values = drawn({ min: 0, max: 0.9999, scaling });
      for (const far of [1, 0.1, 0.01, 0.001]) near(share(values, 1 - far, 1 - far / 10), 0.25);
    }
  });

  it('integers: the first and the last are as likely as the others', () => {
    const strategy = { strategy: 'Random', goal: 'Minimize' } as const;
    const ranges: ParameterRange[] = [{ kind: 'integer', name: 'p', min: -1, max: 2, scaling: 'Linear' }];
    const values = Array.from({ length: 400 }, (_, seed) => Number(propose({ ...strategy, ranges, seed }, [])?.['p']));
    for (const value of [-1, 0, 1, 2]) near(share(values, value, value + 1), 0.25);
  });
});

const mixedSpace: readonly ParameterRange[] = [
  { kind: 'continuous', name: 'eta', min: 0.001, max: 0.5, scaling: 'Logarithmic' },
  { kind: 'integer', name: 'max_depth', min: 1, max: 10, scaling: 'Auto' },
  { kind: 'categorical', name: 'booster', values: ['gbtree', 'dart'] },
];
