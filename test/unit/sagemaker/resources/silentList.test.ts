import assert from 'node:assert/strict';
import { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import { Scheduler } from '../../../../src/sagemaker/scheduler.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { noClients, ScriptedService } from '../../../support/scriptedKind.ts';

describe('a list whose service says nothing', () => {
  it('does not pass off what it has as new, and keeps nobody waiting', async () => {
    const clock = new ManualClock();
    const service = new ScriptedService();
    service.put('job', clock.now());
    const scheduler = new Scheduler(clock, () => undefined);
    const list = new ResourceListModel(service.kind, { clients: noClients('aws'), scheduler, clock });
    list.setVisible(true);
    await clock.advance(0);
    let open = (): void => undefined;
    service.gate = new Promise((resolve) => (open = resolve));
    const refreshed = list.refreshed();
    await clock.advance(9_000);
    assert.equal(list.isStale, false);
    await clock.advance(1_000);
    assert.ok(list.isStale);
    await refreshed;
    service.gate = undefined;
    open();
    await clock.advance(0);
    assert.equal(list.isStale, false);
    list.dispose();
    scheduler.dispose();
  });
});
