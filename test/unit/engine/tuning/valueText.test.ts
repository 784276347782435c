import assert from 'node:assert/strict';
import { floatText, integerText } from '../../../../src/engine/tuning/valueText.ts';
import { SeededRandom } from '../../../../src/engine/tuning/seededRandom.ts';

describe('the text of a tuned value', () => {
  it('is what the service writes', () => {
    const texts = [1.3494417573713629e-8, 0, 1, -0.5, 0.0001, 0.00001, 123456789, 1e15, 1e16, 1.5e300, -0];
    assert.deepEqual(texts.map(floatText), [
      '1.3494417573713629e-08',
      '0.0',
      '1.0',
      '-0.5',
      '0.0001',
      '1e-05',
      '123456789.0',
      '1000000000000000.0',
      '1e+16',
      '1.5e+300',
      '0.0',
    ]);
    assert.deepEqual([10, -3, 0, -0, 2 ** 53].map(integerText), ['10', '-3', '0', '0', '9007199254740992']);
  });

  it('reads back as the same number', () => {
    const random = new SeededRandom(1, 0);
    for (let at = 0; at < 2000; at++) {
      const value = random.normal() * 10 ** (random.below(600) - 300);
      assert.equal(Number(floatText(value)), value);
    }
  });
});
