import assert from 'node:assert/strict';
import { splitAnswer } from '../../../../src/sagemaker/predictions/splitAnswer.ts';

describe('parts of an answer', () => {
  it('are its lines, or its cells where there is one line', () => {
    assert.deepEqual(splitAnswer('1.5\n2.5\n', 'text/csv; charset=utf-8', 2), ['1.5', '2.5']);
    assert.deepEqual(splitAnswer('1.5,2.5,3', 'text/csv', 3), ['1.5', '2.5', '3']);
    assert.deepEqual(splitAnswer('0.1,0.9\r\n0.4,0.6\r\n', 'text/csv', 2), ['0.1,0.9', '0.4,0.6']);
  });
  it('are the elements of JSON, or its predictions', () => {
    assert.deepEqual(splitAnswer('{"predictions": [{"score": 1}, {"score": 2}]}', 'application/json', 2), [
      '{"score":1}',
      '{"score":2}',
    ]);
    assert.deepEqual(splitAnswer('[1, "a"]', 'application/json', 2), ['1', 'a']);
    assert.deepEqual(splitAnswer('[[1,2],[3,4]]', 'application/json', 2), ['[1,2]', '[3,4]']);
  });
  it('are the values of JSON Lines, each perhaps a list', () => {
    assert.deepEqual(splitAnswer('{"score":1}\n{"score":2}', 'application/jsonlines', 2), [
      '{"score":1}',
      '{"score":2}',
    ]);
    assert.deepEqual(splitAnswer('[1,2]\n[3,4]', 'application/jsonlines', 2), ['[1,2]', '[3,4]']);
  });
  it('are the whole of it for one row, without the list around it', () => {
    assert.deepEqual(splitAnswer('0.1,0.2,0.7', 'text/csv', 1), ['0.1,0.2,0.7']);
    assert.deepEqual(splitAnswer('{"predictions":[{"score":1}]}', 'application/json', 1), ['{"score":1}']);
    assert.deepEqual(splitAnswer('[0.2,0.8]', 'application/json', 1), ['[0.2,0.8]']);
  });
  it('are none where they are not as many as the rows', () => {
    assert.equal(splitAnswer('1,2', 'text/csv', 3), undefined);
    assert.equal(splitAnswer('{"answer": 1}', 'application/json', 2), undefined);
    assert.equal(splitAnswer('', undefined, 2), undefined);
  });
});
