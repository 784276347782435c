import assert from 'node:assert/strict';
import { quickFixOf } from '../../../src/jobs/quickFix.ts';

describe('a quick fix', () => {
  const fix = (text: string, replacement: string | undefined, code = 'unknown-value') =>
    quickFixOf(
      {
        start: 0,
        end: text.length,
        severity: 'error',
        code,
        message: '',
        ...(replacement === undefined ? {} : { replacement }),
      },
      text,
    );

  it('keeps the quotes that stand there', () => {
    assert.equal(fix('Fil', 'File'), 'File');
    assert.equal(fix('"Fil"', 'File'), '"File"');
    assert.equal(fix("'Fil'", 'File'), "'File'");
  });

  it('takes them off a number, and puts them on a text', () => {
    assert.equal(fix('"5"', '5', 'wrong-type'), '5');
    assert.equal(fix('5', '"5"', 'wrong-type'), '"5"');
  });

  it('is none without a replacement', () => assert.equal(fix('x', undefined), undefined));
});
