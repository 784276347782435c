import assert from 'node:assert/strict';
import type { StoppingRule, TrialCurve } from '../../../../src/engine/tuning/searchStrategy.ts';
import { hyperbandResources, hyperbandRule, medianRule } from '../../../../src/engine/tuning/stoppingRules.ts';

const curve = (values: readonly number[], isRunning = false, index = 0): TrialCurve => ({ index, values, isRunning });
const stops = (rule: StoppingRule, trial: TrialCurve, others: readonly TrialCurve[]): boolean =>
  rule.reasonToStop(trial, others) !== undefined;
const negative = ({ values, ...rest }: TrialCurve): TrialCurve => ({ ...rest, values: values.map((value) => -value) });

describe('the median rule', () => {
  // Running averages up to the fourth epoch: 7, 5, 3; their median is 5.
  const others = [curve([10, 8, 6, 4, 1]), curve([8, 6, 4, 2]), curve([6, 3, 2, 1])];

  it('stops what is worse than the median of the running averages, either way', () => {
    for (const [last, isStopped] of [
      [5.1, true],
      [5, false],
      [4.9, false],
      [NaN, true],
    ] as const) {
      const trial = curve([1, 1, 1, last], true);
      assert.equal(stops(medianRule('Minimize'), trial, others), isStopped);
      assert.equal(stops(medianRule('Maximize'), negative(trial), others.map(negative)), isStopped);
    }
  });

  it('says what is worse than what, in the objective’s own direction', () => {
    const trial = curve([1, 1, 1, 21.9], true);
    const reason = medianRule('Minimize').reasonToStop(trial, others);
    assert.equal(
      reason,
      "21.9 at its 4th value is worse than 5, the median of the others' averages so far (median rule)",
    );
    assert.match(
      medianRule('Maximize').reasonToStop(negative(trial), others.map(negative)) ?? '',
      /^-21\.9 at its 4th value is worse than -5,/,
    );
  });

  it('judges by nothing but curves that ended and got as far, three at least', () => {
    const bad = curve([9, 9, 9, 9], true);
    const rule = medianRule('Minimize');
    assert.equal(stops(rule, bad, others), true);
    assert.equal(stops(rule, bad, others.slice(1)), false);
    assert.equal(stops(rule, bad, [...others.slice(1), curve([1, 1, 1])]), false);
    assert.equal(stops(rule, bad, [...others.slice(1), curve([1, 1, 1, 1], true)]), false);
  });

  it('leaves the first three epochs alone', () => {
    assert.equal(stops(medianRule('Minimize'), curve([99, 99, 99], true), others), false);
    assert.equal(stops(medianRule('Minimize'), curve([], true), others), false);
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

  it('says at which rung a trial is ended, and when it has spent all', () => {
    const others = [1, 2, 3, 4, 5].map((value, index) => flat(value, 3, index));
    assert.equal(
      rule.reasonToStop(flat(2.5, 3, 5), others),
      '2.5 at its 3rd value is not among the best third of the 6 that got so far (Hyperband)',
    );
    assert.equal(
      rule.reasonToStop(flat(0, 10, 1), others),
      'has more values than the 9 epochs of its MaxResource (Hyperband)',
    );
  });

  it('keeps the best third of each rung', () => {
    const others = [1, 2, 3, 4, 5].map((value, index) => flat(value, 3, index));
    for (const [value, isStopped] of [
      [0.5, false],
      [1.5, false],
      [2.5, true],
      [9, true],
    ] as const) {
      assert.equal(stops(rule, flat(value, 3, 5), others), isStopped, String(value));
      assert.equal(
        stops(hyperbandRule(resources, 'Maximize'), negative(flat(value, 3, 5)), others.map(negative)),
        isStopped,
      );
    }
  });

  it('compares at the highest rung reached, whatever came after it', () => {
    const others = [1, 2].map((value, index) => curve([value, value, value, 0, 0], false, index));
    assert.equal(stops(rule, curve([0, 0, 1.5, 0, 0], true, 2), others), true);
    assert.equal(stops(rule, curve([9, 9, 0.5, 9, 9], true, 2), others), false);
  });

  it('waits for three at a rung', () => {
    assert.equal(stops(rule, flat(9, 1, 1), [flat(1, 1, 0)]), false);
    assert.equal(stops(rule, flat(9, 1, 2), [flat(1, 1, 0), flat(1, 1, 1)]), true);
  });

  it('gives slow starters a bracket that is not judged before its own first rung, and judges brackets apart', () => {
    const better = Array.from({ length: 14 }, (_, index) => flat(0, 2, index));
    assert.equal(stops(rule, flat(9, 2, 8), better), true);
    assert.equal(stops(rule, flat(9, 2, 9), better), false);
    const longer = Array.from({ length: 9 }, (_, index) => flat(0, 3, index));
    assert.equal(stops(rule, flat(9, 3, 9), longer), false);
    assert.equal(stops(rule, flat(9, 3, 9), [...longer, flat(0, 3, 10), flat(0, 3, 11)]), true);
    assert.equal(stops(rule, flat(9, 3, 17 + 9), [...longer, flat(0, 3, 10), flat(0, 3, 11)]), true);
  });

  it('never stops below the smallest resource, and ends at the largest only what goes on beyond it', () => {
    const late = hyperbandRule({ min: 5, max: 9 }, 'Minimize');
    const others = [0, 1, 2].map((index) => flat(0, 9, index));
    assert.equal(stops(late, flat(9, 4, 3), others), false);
    assert.equal(stops(late, flat(9, 5, 3), others), true);
    assert.equal(stops(late, flat(-1, 9, 3), []), false);
    assert.equal(stops(late, flat(-1, 10, 3), []), true);
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
