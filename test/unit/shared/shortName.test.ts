import assert from 'node:assert/strict';
import { shortName } from '../../../src/shared/shortName.ts';

describe('a name where there is little room', () => {
  it('stays as it is where it fits', () => {
    assert.equal(shortName('acme-prod', 9), 'acme-prod');
    assert.equal(shortName('', 5), '');
  });

  it('keeps its ends otherwise, and halves no character', () => {
    assert.equal(shortName('acme-machine-learning-prod', 13), 'acme-m…g-prod');
    assert.equal(shortName('acme-machine-learning-prod', 12), 'acme-m…-prod');
    assert.equal(shortName('🙂🙂🙂🙂🙂🙂', 5), '🙂🙂…🙂🙂');
  });
});
