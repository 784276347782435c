import assert from 'node:assert/strict';
import { formatElapsed } from '../../../src/shared/elapsed.ts';

describe('how long a job takes', () => {
  const waited = { secondaryStatus: 'Completed', created: 0, started: 44_000, ended: 45_000 };
  it('is its training, not what it waited for its turn', () => {
    assert.equal(formatElapsed(waited, 99_000), '1.0 s');
    assert.equal(formatElapsed({ ...waited, secondaryStatus: 'Training', ended: undefined }, 47_000), '3.0 s');
  });
  it('is not said while it waits', () => {
    for (const secondaryStatus of ['Starting', 'InProgress'])
      assert.equal(formatElapsed({ secondaryStatus, created: 0 }, 9_000), 'waiting');
  });
  it('is all its time where the beginning is not known', () => {
    assert.equal(formatElapsed({ secondaryStatus: 'Training', created: 0 }, 9_000), '9.0 s');
    assert.equal(formatElapsed({ secondaryStatus: 'Failed', created: 0, ended: 200 }, 9_000), '0.2 s');
  });
});
