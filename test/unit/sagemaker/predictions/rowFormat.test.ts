import assert from 'node:assert/strict';
import { formatOfFile, formatOfText, proposedType } from '../../../../src/sagemaker/predictions/rowFormat.ts';

describe('the format of rows', () => {
  it('is told by the ending of a file', () => {
    const formats = ['a.CSV', 'b.tsv.gz', 'c.jsonl', 'd.json', 'e.svm', 'f.txt'].map(formatOfFile);
    assert.deepEqual(formats, ['csv', 'csv', 'jsonlines', 'json', 'libsvm', undefined]);
  });
  it('is told by a text', () => {
    const texts = [
      '1,2\n3,4',
      '{"a": 1}',
      '[1, 2]',
      '{"a":1}\n{"a":2}\n',
      '1 0:2.5 7:1\n0 3:1',
      '0:1 2:3',
      '{broken',
      '',
    ];
    assert.deepEqual(texts.map(formatOfText), ['csv', 'json', 'json', 'jsonlines', 'libsvm', 'libsvm', 'csv', 'csv']);
  });
  it('goes before what was last used, where it is plain', () => {
    assert.equal(proposedType('{"a":1}', 'text/csv'), 'application/json');
    assert.equal(proposedType('hello', 'text/plain'), 'text/plain');
    assert.equal(proposedType('1,2', undefined), 'text/csv');
  });
});
