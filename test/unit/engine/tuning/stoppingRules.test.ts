import assert from 'node:assert/strict';
import type { TrialCurve } from '../../../../src/engine/tuning/searchStrategy.ts';
import { hyperbandResources, hyperbandRule, medianRule } from '../../../../src/engine/tuning/stoppingRules.ts';

const curve = (values: readonly number[], isRunning = false, index = 0): TrialCurve => ({ index, values, isRunning });
const negative = ({ values, ...rest }: TrialCurve): TrialCurve => ({ ...rest, values: values.map((value) => -value) });

describe('the median rule', () => {
  // Running averages up to the fourth epoch: 7, 5, 3; their median is 5.
  const others = [curve([10, 8, 6, 4, 1]), curve([8, 6, 4, 2]), curve([6, 3, 2, 1])];

  it('stops what is worse than the median of the running averages, either way', () => {
    for (const [last, stops] of [
      [5.1, true],
      [5, false],
      [4.9, false],
      [NaN, true],
    ] as const) {
      const trial = curve([1, 1, 1, last], true);
      assert.equal(medianRule('Minimize').shouldStop(trial, others), stops);
      assert.equal(medianRule('Maximize').shouldStop(negative(trial), others.map(negative)), stops);
    }
  });

  it('judges by nothing but curves that ended and got as far, three at least', () => {
    const bad = curve([9, 9, 9, 9], true);
    const rule = medianRule('Minimize');
    assert.equal(rule.shouldStop(bad, others), true);
    assert.equal(rule.shouldStop(bad, others.slice(1)), false);
    assert.equal(rule.shouldStop(bad, [...others.slice(1), curve([1, 1, 1])]), false);
    assert.equal(rule.shouldStop(bad, [...others.slice(1), curve([1, 1, 1, 1], true)]), false);
  });

  it('leaves the first three epochs alone', () => {
    assert.equal(medianRule('Minimize').shouldStop(curve([99, 99, 99], true), others), false);
    assert.equal(medianRule('Minimize').shouldStop(curve([], true), others), false);
  });
});

describe('Hyperband', () => {
  // Brackets from 1, 3 and 9 epochs on: 9, 5 and 3 of every 17 trials.
  const resources = { min: 1, max: 9 };
  const rule = hyperbandRule(resources, 'Minimize');
  const flat = (value: number, epochs: number, index: number): TrialCurve =>
    curve(
      Array.from({ length: epochs }, () => value),
      true,
      index,
    );

  it('keeps the best third of each rung', () => {
    const others = [1, 2, 3, 4, 5].map((value, index) => flat(value, 3, index));
    for (const [value, stops] of [
      [0.5, false],
      [1.5, false],
      [2.5, true],
      [9, true],
    ] as const) {
      assert.equal(rule.shouldStop(flat(value, 3, 5), others), stops, String(value));
      assert.equal(
        hyperbandRule(resources, 'Maximize').shouldStop(negative(flat(value, 3, 5)), others.map(negative)),
        stops,
      );
    }
  });

  it('compares at the highest rung reached, whatever came after it', () => {
    const others = [1, 2].map((value, index) => curve([value, value, value, 0, 0], false, index));
    assert.equal(rule.shouldStop(curve([0, 0, 1.5, 0, 0], true, 2), others), true);
    assert.equal(rule.shouldStop(curve([9, 9, 0.5, 9, 9], true, 2), others), false);
  });

  it('waits for three at a rung', () => {
    assert.equal(rule.shouldStop(flat(9, 1, 1), [flat(1, 1, 0)]), false);
    assert.equal(rule.shouldStop(flat(9, 1, 2), [flat(1, 1, 0), flat(1, 1, 1)]), true);
  });

  it('gives slow starters a bracket that is not judged before its own first rung, and judges brackets apart', () => {
    const better = Array.from({ length: 14 }, (_, index) => flat(0, 2, index));
    assert.equal(rule.shouldStop(flat(9, 2, 8), better), true);
    assert.equal(rule.shouldStop(flat(9, 2, 9), better), false);
    const longer = Array.from({ length: 9 }, (_, index) => flat(0, 3, index));
    assert.equal(rule.shouldStop(flat(9, 3, 9), longer), false);
    assert.equal(rule.shouldStop(flat(9, 3, 9), [...longer, flat(0, 3, 10), flat(0, 3, 11)]), true);
    assert.equal(rule.shouldStop(flat(9, 3, 17 + 9), [...longer, flat(0, 3, 10), flat(0, 3, 11)]), true);
  });

  it('never stops below the smallest resource, and ends at the largest only what goes on beyond it', () => {
    const late = hyperbandRule({ min: 5, max: 9 }, 'Minimize');
    const others = [0, 1, 2].map((index) => flat(0, 9, index));
    assert.equal(late.shouldStop(flat(9, 4, 3), others), false);
    assert.equal(late.shouldStop(flat(9, 5, 3), others), true);
    assert.equal(late.shouldStop(flat(-1, 9, 3), []), false);
    assert.equal(late.shouldStop(flat(-1, 10, 3), []), true);
  });

  it('takes its resources from the request, else from the static hyperparameters', () => {
    assert.deepEqual(hyperbandResources({ MinResource: 2, MaxResource: 10 }, { epochs: '99' }), { min: 2, max: 10 });
    assert.deepEqual(hyperbandResources(undefined, { epochs: '99' }), { min: 1, max: 99 });
    assert.deepEqual(hyperbandResources({ MinResource: 3 }, { 'n-epochs': '20' }), { min: 3, max: 20 });
    assert.equal(hyperbandResources({ MinResource: 3 }, { num_round: '20' }), undefined);
    assert.equal(hyperbandResources({ MinResource: 30 }, { epochs: '20' }), undefined);
    assert.equal(hyperbandResources({}, { epochs: 'many' }), undefined);
  });
});
