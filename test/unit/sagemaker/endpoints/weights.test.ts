import assert from 'node:assert/strict';
import {
  changedWeights,
  hasWeights,
  readWeights,
  sharesText,
  weightChanges,
  weightsText,
} from '../../../../src/sagemaker/endpoints/weights.ts';

const present = [
  { name: 'A', weight: 70 },
  { name: 'B-2', weight: 30 },
];

describe('weights of variants', () => {
  it('are written as they are read', () => {
    assert.equal(weightsText(present), 'A=70, B-2=30');
    assert.deepEqual(readWeights(weightsText(present), present), present);
    assert.deepEqual(readWeights('B-2: 1 ; A 0', present), [
      { name: 'A', weight: 0 },
      { name: 'B-2', weight: 1 },
    ]);
    assert.deepEqual(readWeights('A=50%', present), [{ name: 'A', weight: 50 }, present[1]], 'B-2 keeps its own');
  });

  it('say what is wrong', () => {
    for (const [text, problem] of [
      ['C=1', /There is no variant C; there are A, B-2\./],
      ['A=1, A=2', /named twice/],
      ['A=-1', /'-1' is no weight/],
      ['A=', /'' is no weight/],
      ['=3', /is no weight: write a variant/],
      ['3', /^"'3' is one weight for the variants A, B-2: write one for each, or which is meant, as A=3\."$/],
      ['1, 2, 3', /There are 3 weights for the variants A, B-2/],
      ['0, 0', /must weigh more than 0/],
      ['A=0, B-2=0', /must weigh more than 0/],
    ] as const)
      assert.match(JSON.stringify(readWeights(text, present)), problem, text);
  });

  it('are read without names, one for each variant', () => {
    assert.deepEqual(readWeights('3; 1.5', present), [
      { name: 'A', weight: 3 },
      { name: 'B-2', weight: 1.5 },
    ]);
  });

  it('are changed one by one unless all at once is chosen, and applied once they have changed', () => {
    const offered = (weights: typeof present) =>
      weightChanges(present, weights).map((change) => ('variant' in change ? change.variant.name : change.kind));
    assert.deepEqual(offered(present), ['A', 'B-2', 'all']);
    assert.deepEqual(offered(present.map(({ name }) => ({ name, weight: 3 }))), ['apply', 'A', 'B-2', 'all']);
    assert.deepEqual(offered(present.map(({ name }) => ({ name, weight: 0 }))), ['A', 'B-2', 'all']);
  });

  it('are shown as shares of their sum', () => {
    assert.equal(sharesText(present), 'A 70 %, B-2 30 %');
    const thirds = [1, 2].map((weight, index) => ({ name: `v${index}`, weight }));
    assert.equal(sharesText(thirds), 'v0 33.3 %, v1 66.7 %');
    assert.equal(
      sharesText([
        { name: 'A', weight: 1e-6 },
        { name: 'B', weight: 1 },
      ]),
      'A <0.1 %, B 100.0 %',
    );
  });

  it('send only what changes, and know when it is there, as 32-bit numbers too', () => {
    const wanted = [{ name: 'A', weight: 0.1 }, present[1] ?? { name: '', weight: 0 }];
    assert.deepEqual(changedWeights(present, wanted), [{ VariantName: 'A', DesiredWeight: 0.1 }]);
    const now = (weight: number) =>
      ({
        ProductionVariants: [
          { VariantName: 'A', CurrentWeight: weight },
          { VariantName: 'B-2', CurrentWeight: 30 },
        ],
      }) as never;
    assert.equal(hasWeights(now(Math.fround(0.1)), wanted), true);
    assert.equal(hasWeights(now(70), wanted), false);
  });
});
