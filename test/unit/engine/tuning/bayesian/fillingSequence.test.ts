import assert from 'node:assert/strict';
import { FillingSequence } from '../../../../../src/engine/tuning/bayesian/fillingSequence.ts';
import { SearchSpace } from '../../../../../src/engine/tuning/searchSpace.ts';

describe('the space-filling sequence', () => {
  it('is a Latin hypercube whenever it has doubled, and the same in whatever order it is asked', () => {
    const names = ['x', 'y', 'z'];
    const space = new SearchSpace(
      names.map((name) => ({ kind: 'continuous', name, min: 0, max: 1, scaling: 'Linear' }) as const),
    );
    for (let seed = 0; seed < 20; seed++) {
      const sequence = new FillingSequence(space, seed, 5);
      const last = sequence.at(79);
      for (const count of [5, 10, 20, 40, 80]) {
        names.forEach((name, axis) => {
          const points = Array.from({ length: count }, (_, index) => sequence.at(index));
          const parts = new Set(points.map((point) => Math.floor((point[axis] as number) * count)));
          assert.equal(parts.size, count, `seed ${seed}, ${name}, ${count} points`);
        });
      }
      const again = new FillingSequence(space, seed, 5);
      for (let index = 0; index < 79; index++) assert.deepEqual(again.at(index), sequence.at(index));
      assert.deepEqual(again.at(79), last);
    }
  });
});
