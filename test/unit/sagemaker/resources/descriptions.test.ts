import assert from 'node:assert/strict';
import type { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import type { Scheduler } from '../../../../src/sagemaker/scheduler.ts';
import type { ManualClock } from '../../../support/manualClock.ts';
import type { ScriptedService } from '../../../support/scriptedKind.ts';
import { useScriptedList } from '../../../support/scriptedList.ts';

describe('what a list describes', () => {
  let clock: ManualClock;
  let service: ScriptedService;
  let model: ResourceListModel;
  let scheduler: Scheduler;
  const { start, fill, minutes, show } = useScriptedList(
    (list) => ({ clock, service, model, scheduler } = list),
    'detailedKind',
  );

  const described = (): string[] =>
    service.asked.splice(0).flatMap((word) => (word.startsWith('describe ') ? [word.slice(9)] : []));

  it('describes of an account a screen of what is listed, what runs first', async () => {
    fill(200);
    service.put('job-150', start - 151_000, 'InProgress');
    await show();
    await minutes(1);
    const names = described();
    assert.equal(names[0], 'job-150');
    assert.equal(new Set(names).size, 30);
  });

  it('describes only what somebody is likely to see, once per state', async () => {
    model.setOnShow([]);
    fill(200);
    await show();
    await minutes(2);
    assert.deepEqual(described(), []);
    model.setOnShow(['job-7', 'job-120', 'job-3']);
    await clock.advance(1000);
    assert.deepEqual(described(), ['job-7', 'job-3'], 'what is not known is not asked for');
    model.setOnShow(['job-3', 'job-50']);
    await minutes(2);
    assert.deepEqual(described(), ['job-50']);
  });

  it('does not go on with what has left the screen meanwhile', async () => {
    fill(50);
    let open = (): void => undefined;
    service.describeGate = new Promise((resolve) => (open = resolve));
    await show();
    model.setOnShow(['job-40', 'job-41']);
    service.describeGate = undefined;
    open();
    await minutes(1);
    assert.deepEqual(described(), ['job-0', 'job-40', 'job-41']);
  });

  it('lets a search go before what is left to describe', async () => {
    fill(200);
    let open = (): void => undefined;
    service.describeGate = new Promise((resolve) => (open = resolve));
    await show();
    assert.equal(described().length, 1, 'the first is on its way');
    model.setQuery({ nameContains: 'job-19' });
    service.describeGate = undefined;
    open();
    await clock.advance(0);
    assert.equal(service.asked[0], 'job-19', service.asked.join());
  });

  it('describes what is on the first page once, and forgets what is found to be gone', async () => {
    fill(25);
    await show();
    await clock.advance(1000);
    assert.equal(service.asked.filter((word) => word.startsWith('describe')).length, 25);
    assert.deepEqual(
      service.asked.filter((word) => !word.startsWith('describe')),
      ['list'],
      'no other list is asked for in between',
    );
    assert.ok(model.entries.every(({ name, failureReason }) => failureReason === `told of ${name}`));
    service.asked.length = 0;
    service.put('job-3', start - 4000, 'Stopped', start + 1000);
    await clock.advance(30_000);
    assert.deepEqual(service.asked, ['delta', 'describe job-3']);
    service.put('gone', start + 40_000, 'Completed', start + 40_000);
    model['known'].take([...service.jobs.values()]);
    service.jobs.delete('gone');
    await clock.advance(30_000);
    assert.equal(model.find('gone'), undefined);
    assert.equal(model.error, undefined);
  });

  it('stops describing when nobody works in the window any more, and goes on when somebody does', async () => {
    fill(200);
    let open = (): void => undefined;
    service.describeGate = new Promise((resolve) => (open = resolve));
    await show();
    scheduler.setFocused(false);
    service.describeGate = undefined;
    open();
    await clock.advance(50_000);
    assert.equal(described().length, 1);
    await minutes(2);
    const alone = described().length;
    assert.ok(alone > 0 && alone <= 6, `${alone} in two minutes`);
    scheduler.setFocused(true);
    await clock.advance(1000);
    assert.equal(described().length, 30 - 1 - alone);
  });

  it('asks again of one that came into another state while it was described', async () => {
    service.put('job-0', start - 1000, 'InProgress');
    await show();
    await minutes(1);
    described();
    let open = (): void => undefined;
    service.describeGate = new Promise((resolve) => (open = resolve));
    const asked = model.detailsOf({ ...model.entries[0]!, modified: start });
    model.setVisible(false);
    service.change('job-0', 'Completed', start + 60_000);
    await model.refreshed();
    service.describeGate = undefined;
    open();
    await asked;
    assert.equal(model.find('job-0')?.status, 'Completed');
    assert.deepEqual(described(), ['job-0']);
    await show();
    await minutes(1);
    assert.deepEqual(described(), ['job-0'], 'what was told of it as it ran is not the last word');
  });

  it('takes over what somebody else wanted to know, and asks once for all', async () => {
    fill(2);
    const [job] = [...service.jobs.values()];
    assert.ok(job);
    const told = await Promise.all([model.detailsOf(job), model.detailsOf(job)]);
    assert.deepEqual(told[1], { failureReason: 'told of job-0' });
    await show();
    assert.equal(model.find('job-0')?.failureReason, 'told of job-0');
    assert.deepEqual(described(), ['job-0', 'job-1']);
    service.put('job-0', start, 'Failed');
    await model.refreshed();
    await clock.advance(0);
    assert.deepEqual(described(), ['job-0'], 'made anew, it is another');
  });
});
