import assert from 'node:assert/strict';
import { regionChoices, sageMakerRegions } from '../../../src/catalog/regions.ts';

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

  it('are told by name, the one in use first', () => {
    const choices = regionChoices('sa-east-1');
    assert.deepEqual(choices.slice(0, 2), [
      { region: 'sa-east-1', name: 'South America (Sao Paulo)' },
      { region: 'af-south-1', name: 'Africa (Cape Town)' },
    ]);
    assert.deepEqual(choices.map(({ region }) => region).sort(), sageMakerRegions('sa-east-1'));
    assert.equal(regionChoices('xx-new-1')[0]?.region, 'xx-new-1', 'one that is too new for the table stays');
    const nameless = sageMakerRegions().filter((region) => !regionChoices(region)[0]?.name);
    assert.deepEqual(nameless, []);
  });
});
