import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { pythonFloat } from '../../../../../src/engine/algorithms/xgboost/serving/pythonFloat.ts';
import { pythonOrSkip } from '../../../../support/python.ts';
import { seededRandom } from '../../../../support/seededRandom.ts';

describe('A number as Python shows it', () => {
  it('is what str() gives, and Python 2’s twelve digits', function () {
    const python = pythonOrSkip(this);
    const random = seededRandom(3);
    const numbers = [0, -0, 1, -1, 100, 1e15, 1e16, 123456789012, 1234567890123, 1e-4, 1e-5, 0.1, 18.8130569458];
    for (let each = 0; each < 4000; each++) numbers.push((random() - 0.5) * 10 ** Math.floor(random() * 44 - 22));
    const values = [...numbers, ...numbers.map(Math.fround)];
    const source = `import json, sys
def old(value):
    text = '%.12g' % value
    return text if '.' in text or 'e' in text else text + '.0'
print(json.dumps([[str(float(text)), old(float(text))] for text in json.load(sys.stdin)]))`;
    const texts = values.map((value) => (Object.is(value, -0) ? '-0' : String(value)));
    const { stdout, stderr } = spawnSync(python, ['-c', source], { input: JSON.stringify(texts), encoding: 'utf8' });
    assert.equal(stderr, '');
    for (const [index, [now, then]] of (JSON.parse(stdout) as [string, string][]).entries()) {
      const value = values[index] ?? NaN;
      assert.equal(pythonFloat(value), now);
      assert.equal(pythonFloat(value, 12), then);
    }
  });

  it('knows what is no number', () => {
    assert.deepEqual(
      [NaN, Infinity, -Infinity].map((value) => pythonFloat(value)),
      ['nan', 'inf', '-inf'],
    );
  });
});
