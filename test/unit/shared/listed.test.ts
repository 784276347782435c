import assert from 'node:assert/strict';
import { listed } from '../../../src/shared/listed.ts';

describe('names as a part of a sentence', () => {
  it('have a comma between them, and the last an "and" before it', () => {
    assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
    assert.equal(listed(['a', 'b']), 'a and b');
  });

  it('are the one name or nothing where there are no more', () => {
    assert.equal(listed(['a']), 'a');
    assert.equal(listed([]), '');
  });

  it('may have commas of their own, and are left as they were', () => {
    const names = ['a, b', 'c, d'];
    assert.equal(listed(names), 'a, b and c, d');
    assert.deepEqual(names, ['a, b', 'c, d']);
  });
});
