import assert from 'node:assert/strict';
import { compileJavaPattern } from '../../../src/serviceModel/javaPattern.ts';

describe('compileJavaPattern', () => {
  const cases: [pattern: string, accepted: string[], refused: string[]][] = [
    ['[a-z]+', ['abc'], ['abc1', '1abc', 'abc\n', '']],
    ['arn:[\\p{Alnum}\\-]+:x', ['arn:aws-cn:x'], ['arn:ä:x', 'arn::x']],
    ['\\p{Alpha}+', ['aZ'], ['a1']],
    ['[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*', ['Größe 1/2', ''], ['a#b']],
    ['.*', ['', 'a\tb'], ['a\nb', 'a\u0085b']],
    ['[\\s\\S]+', ['a\nb\u00a0'], ['']],
    ['[\\S]+', ['a\u00a0b'], ['a b', 'a\tb']],
    ['(?!\\s*$).+', ['a', ' a'], ['', '   ']],
    ['[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*', ['tab\there 😀'], ['\u0001', 'a\nb']],
    ['[a-zA-Z0-9\\_\\-]+', ['a_b-1'], ['a b', '\\']],
    ['a\\-b\\_\\/\\.', ['a-b_/.'], ['a-b_/x', 'a\\-b_/.']],
    ['(https|s3)://([^/]+)/?(.*)', ['s3://b', 's3://b/k k'], ['s3:///k', 'data/train.csv']],
  ];
  for (const [pattern, accepted, refused] of cases) {
    it(pattern, () => {
      const expression = compileJavaPattern(pattern);
      for (const text of accepted) assert.match(text, expression);
      for (const text of refused) assert.doesNotMatch(text, expression);
    });
  }

  it('says when a pattern cannot be expressed', () => {
    assert.throws(() => compileJavaPattern('\\p{IsHellenic}'), SyntaxError);
  });
});
