import assert from 'node:assert/strict';
import { compareVersions } from '../../../src/local/versions.ts';

describe('compareVersions', () => {
  it('orders by number, not by letter', () => {
    const versions = ['0.10.0', '0.2.0', '1.0.0', '0.2.1', '0.2.0-beta'];
    assert.deepEqual(versions.sort(compareVersions), ['0.2.0', '0.2.0-beta', '0.2.1', '0.10.0', '1.0.0']);
  });
});
