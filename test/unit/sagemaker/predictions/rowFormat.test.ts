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
  it('goes before what was last used for another one', () => {
    const kept = (format: string) => ({ csv: 'text/plain', jsonlines: 'application/x-lines' })[format];
    assert.equal(proposedType('{"a":1}', kept), 'application/json');
    assert.equal(proposedType('{"a":1}\n{"a":2}', kept), 'application/x-lines');
    assert.equal(proposedType('hello', kept), 'text/plain');
    assert.equal(
      proposedType('1,2', () => undefined),
      'text/csv',
    );
  });
});
