import assert from 'node:assert/strict';
import { sdkJson } from '../../../../src/jobs/source/sdkJson.ts';

/** The right column is what Python 3's json.dumps writes for the value. */
describe('a hyperparameter of a script', () => {
  const cases: [text: string, sent: string][] = [
    ['adam', '"adam"'],
    ['Zürich', '"Z\\u00fcrich"'],
    ['😀', '"\\ud83d\\ude00"'],
    ['a"b\n\u007f', '"a\\"b\\n\\u007f"'],
    ['["ä", 1]', '["\\u00e4", 1]'],
    ['10', '10'],
    ['12345678901234567890', '12345678901234567890'],
    ['True', 'true'],
    ['null', 'null'],
    ['0.10', '0.1'],
    ['10.0', '10.0'],
    ['.5', '0.5'],
    ['+2.', '2.0'],
    ['1e-5', '1e-05'],
    ['0.0001', '0.0001'],
    ['0.0000123', '1.23e-05'],
    ['1e16', '1e+16'],
    ['1e15', '1000000000000000.0'],
    ['1.5E300', '1.5e+300'],
    ['-0.0', '-0.0'],
    ['1e400', 'Infinity'],
    ['1.2.3', '"1.2.3"'],
    ['007', '"007"'],
  ];
  for (const [text, sent] of cases)
    it(`${JSON.stringify(text)} is sent as ${sent}`, () => assert.equal(sdkJson(text), sent));
});
