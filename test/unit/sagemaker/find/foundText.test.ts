import assert from 'node:assert/strict';
import { foundText } from '../../../../src/sagemaker/find/foundText.ts';

describe('what is said of what was found', () => {
  const red = { name: 'red' };

  it('tells what is there before every list has answered, and that it may be more', () => {
    assert.equal(foundText(undefined, red, 'jobs'), 'Looking…');
    assert.equal(foundText({ count: 0, hasMore: false, isCertain: false }, red, 'jobs'), 'Looking…');
    assert.equal(foundText({ count: 3, hasMore: false, isCertain: false }, red, 'jobs'), 'Show what matches (3+)');
  });

  it('has a plus only where there is more to load, once all have answered', () => {
    assert.equal(foundText({ count: 0, hasMore: false, isCertain: true }, red, 'jobs'), 'Show what matches (0)');
    assert.equal(foundText({ count: 100, hasMore: true, isCertain: true }, {}, 'jobs'), 'Show all jobs (100+)');
  });
});
