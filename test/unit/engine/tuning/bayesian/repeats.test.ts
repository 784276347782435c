import assert from 'node:assert/strict';
import { SearchSpace } from '../../../../../src/engine/tuning/searchSpace.ts';
import type { ParameterRange, ParameterValues, Trial } from '../../../../../src/engine/tuning/searchStrategy.ts';
import { createStrategy } from '../../../../../src/engine/tuning/strategies.ts';

const ranges: readonly ParameterRange[] = ['x', 'y'].map((name) => ({
  kind: 'continuous',
  name,
  min: 0,
  max: 1,
  scaling: 'Linear',
}));
const space = new SearchSpace(ranges);

/** Its least is on an end of x. */
function smooth(values: ParameterValues): number {
  const [x, y] = [Number(values['x']), Number(values['y'])];
  return (x - 1.1) ** 2 + 0.3 * (y - 0.4) ** 2 + 0.1 * Math.sin(6 * x) * y;
}

function search(seed: number, objective: (values: ParameterValues) => number): Trial[] {
  const strategy = createStrategy({ strategy: 'Bayesian', ranges, goal: 'Minimize', seed });
  const trials: Trial[] = [];
  while (trials.length < 20) {
    const values = strategy.next(trials);
    assert.ok(values);
    trials.push({ values, state: 'finished', objective: objective(values) });
  }
  return trials;
}

/** How many trials lie closer than this to an earlier one, in every hyperparameter. */
function repeats(trials: readonly Trial[], within: number): number {
  const points = trials.flatMap(({ values }) => space.encode(values) ?? []);
  const meets = (point: Float64Array, earlier: Float64Array): boolean =>
    point.every((value, at) => Math.abs(value - (earlier[at] as number)) < within);
  return points.filter((point, at) => points.slice(0, at).some((earlier) => meets(point, earlier))).length;
}

describe('Bayesian search of an objective without noise', function () {
  this.timeout(120_000);
  const objectives = { smooth, stepwise: (values: ParameterValues) => Math.round(100 * smooth(values)) / 100 };
  for (const [name, objective] of Object.entries(objectives)) {
    it(`measures no point again over 20 seeds, and finds the end of the range: ${name}`, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const trials = search(seed, objective);
        assert.equal(repeats(trials, 1e-3), 0, `seed ${seed}`);
        assert.ok(
          trials.some(({ values }) => values['x'] === '1.0'),
          `seed ${seed} never tried the end`,
        );
      }
    });
  }
});
