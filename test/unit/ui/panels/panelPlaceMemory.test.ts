import assert from 'node:assert/strict';
import type { Memory } from '../../../../src/connections/connectionsModel.ts';
import { readPanelPlace, writePanelPlace } from '../../../../src/ui/panels/panelPlace.ts';
import { PanelPlaceMemory } from '../../../../src/ui/panels/panelPlaceMemory.ts';

describe("where a panel's job is", () => {
  const local = { kind: 'local' } as const;
  const aws = { kind: 'profile', profile: 'team', region: 'eu-west-1' } as const;
  const kept = writePanelPlace({ choice: aws, connectionId: 'aws:1:eu-west-1' });

  it('is what its view kept, else what was remembered, else the place in use', () => {
    assert.equal(readPanelPlace({ place: kept }, undefined, local).connectionId, 'aws:1:eu-west-1');
    assert.deepEqual(readPanelPlace(undefined, kept, local).choice, aws);
    assert.deepEqual(readPanelPlace(undefined, 'nonsense', aws).choice, aws);
    assert.deepEqual(
      readPanelPlace({ place: writePanelPlace({ choice: local, connectionId: 'x' }) }, kept, aws).choice,
      local,
    );
  });

  it('is remembered by the name of the job, of a hundred jobs', async () => {
    const values = new Map<string, unknown>();
    const memory: Memory = {
      get: (key) => values.get(key),
      update: (key, value) => Promise.resolve(void values.set(key, structuredClone(value))),
    };
    const places = new PanelPlaceMemory(memory);
    for (let job = 0; job < 120; job++) await places.remember(`job-${job}`, kept);
    await places.remember('job-30', 'other');
    assert.equal(new PanelPlaceMemory(memory).recall('job-30'), 'other');
    assert.equal(places.recall('job-119'), kept);
    assert.equal(places.recall('job-5'), undefined);
    values.set('sagemakerWorkbench.panelPlaces', 'broken');
    assert.equal(places.recall('job-119'), undefined);
  });
});
