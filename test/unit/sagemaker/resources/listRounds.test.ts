import assert from 'node:assert/strict';
import { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import { Scheduler } from '../../../../src/sagemaker/scheduler.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { noClients, ScriptedService } from '../../../support/scriptedKind.ts';

describe('the rounds of a list', () => {
  let clock: ManualClock;
  let service: ScriptedService;
  let scheduler: Scheduler;
  let model: ResourceListModel;

  beforeEach(() => {
    clock = new ManualClock();
    service = new ScriptedService();
    scheduler = new Scheduler(
      clock,
      () => undefined,
      () => 0,
    );
    model = new ResourceListModel(service.kind, { clients: noClients('aws'), scheduler, clock });
  });
  afterEach(() => {
    model.dispose();
    scheduler.dispose();
  });

  function fill(count: number, status?: string): void {
    for (let at = 0; at < count; at++) service.put(`job-${at}`, clock.now() - (at + 1) * 1000, status);
  }

  it('serve with one answer who sees the list and who wants to know, in whatever order', async () => {
    fill(3);
    model.setVisible(true);
    model.refreshNow();
    await clock.advance(2_000);
    assert.deepEqual(service.asked.splice(0), ['list']);
    model.setVisible(false);
    await clock.advance(60_000);
    model.refreshNow();
    model.setVisible(true);
    await clock.advance(2_000);
    assert.deepEqual(service.asked, ['list']);
  });

  it('tell that all is known that runs only when that was asked for', async () => {
    fill(150, 'InProgress');
    const known: string[] = [];
    model.onDidChange(() => known.push(`${model.entries.length} ${model.knowsRunning}`));
    model.setVisible(true);
    await clock.advance(0);
    assert.deepEqual(known.slice(0, 2), ['100 false', '150 true']);
  });
});
