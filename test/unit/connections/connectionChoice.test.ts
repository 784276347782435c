import assert from 'node:assert/strict';
import { headOf } from '../../../src/connections/connectionChoice.ts';

describe('the choice of a connection', () => {
  it('is told in a head by profile and region', () => {
    assert.equal(headOf({ kind: 'profile', profile: 'work' }, 'eu-west-1'), 'work · eu-west-1');
    assert.equal(headOf({ kind: 'profile', profile: 'work', region: 'us-east-1' }), 'work · us-east-1');
    assert.equal(headOf({ kind: 'environment' }), 'environment');
    assert.equal(headOf({ kind: 'local' }, 'us-east-1'), '');
  });

  it('leaves room for the region in a head', () => {
    const profile = 'a-very-long-profile-name-of-the-machine-learning-platform-team-in-frankfurt';
    assert.equal(headOf({ kind: 'profile', profile }, 'eu-west-1'), 'a-very-…nkfurt · eu-west-1');
  });
});
