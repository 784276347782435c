import assert from 'node:assert/strict';
import { sageMakerRegions } from '../../../src/catalog/regions.ts';

describe('regions', () => {
  it('are offered of the partition that one works in', () => {
    const ours = sageMakerRegions('eu-west-1');
    assert.ok(ours.includes('us-east-1'));
    assert.deepEqual(
      ours.filter((region) => /^(?:cn|us-gov|us-iso)/.test(region)),
      [],
    );
    assert.ok(sageMakerRegions('cn-north-1').every((region) => region.startsWith('cn-')));
    assert.ok(sageMakerRegions().length > ours.length);
  });
});
