import assert from 'node:assert/strict';
import type { ListChange } from '../../../../src/sagemaker/resources/knownResources.ts';
import type { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import type { ManualClock } from '../../../support/manualClock.ts';
import type { ScriptedService } from '../../../support/scriptedKind.ts';
import { useScriptedList } from '../../../support/scriptedList.ts';

describe('ResourceListModel', () => {
  let clock: ManualClock;
  let service: ScriptedService;
  let model: ResourceListModel;
  let changes: ListChange[];
  const { start, openList, fill, minutes, show } = useScriptedList((list) => {
    ({ clock, service, model } = list);
    changes = [];
    model.onDidChange((change) => changes.push(change));
  });

  const names = (): string[] => model.entries.map(({ name }) => name);

  it('asks once, then for changes alone, and for the first page once a minute', async () => {
    fill(150);
    await show();
    assert.deepEqual(service.asked.splice(0), ['list', 'InProgress']);
    await clock.advance(30_000);
    assert.deepEqual(service.asked.splice(0), ['delta']);
    await clock.advance(30_000);
    assert.deepEqual(service.asked.splice(0), ['list', 'delta']);
    model.setVisible(false);
    await minutes(10);
    assert.deepEqual(service.asked, [], 'nobody looks');
  });

  it('needs no more than one page where that is all', async () => {
    fill(3);
    await show();
    await minutes(1);
    assert.deepEqual(service.asked, ['list', 'delta', 'list']);
  });

  it('tells the names of what changed and nothing else', async () => {
    fill(5);
    service.put('job-2', start - 3000, 'InProgress');
    await show();
    changes.length = 0;
    await clock.advance(15_000);
    assert.ok(changes.every((change) => change.names.size === 0 && !change.isNewOrder));
    changes.length = 0;
    const before = model.entries;
    service.put('job-2', start - 3000, 'Completed', start + 5000);
    await clock.advance(15_000);
    assert.deepEqual(changes, [{ names: new Set(['job-2']), isNewOrder: false }]);
    assert.equal(model.entries[2]?.status, 'Completed');
    assert.equal(before[2]?.status, 'InProgress', 'who looks at an older list sees it as it was');
  });

  it('shows what runs however old it is', async () => {
    fill(250);
    service.put('job-240', start - 241_000, 'InProgress');
    await show();
    assert.equal(model.entries.length, 101);
    assert.equal(model.find('job-240')?.status, 'InProgress');
  });

  it('sees what was deleted on the first page, and later on those that were loaded', async () => {
    fill(250);
    await show();
    await model.loadMore();
    await model.loadMore();
    assert.equal(model.entries.length, 250);
    assert.equal(model.hasMore, false);
    service.jobs.delete('job-3');
    service.jobs.delete('job-120');
    service.jobs.delete('job-249');
    await minutes(1);
    assert.ok(!names().includes('job-3'));
    await minutes(3);
    assert.equal(model.entries.length, 247);
    assert.ok(!names().includes('job-120') && !names().includes('job-249'));
    assert.equal(model.hasMore, false);
  });

  it('keeps what was loaded when the first page is asked for again', async () => {
    fill(350);
    await show();
    await model.loadMore();
    await model.refreshed();
    assert.equal(model.entries.length, 200);
    service.asked.length = 0;
    await model.loadMore();
    assert.deepEqual(service.asked, ['list 3']);
    assert.equal(model.entries.length, 300);
  });

  it('loads a page once, however often it is asked for, and beside a refresh', async () => {
    fill(250);
    await show();
    service.asked.length = 0;
    let open = (): void => undefined;
    service.gate = new Promise((resolve) => (open = resolve));
    const both = Promise.all([model.loadMore(), model.loadMore(), model.refreshed()]);
    await clock.advance(0);
    open();
    await both;
    await clock.advance(0);
    assert.deepEqual([...service.asked].sort(), ['delta', 'list', 'list 2']);
    assert.equal(model.entries.length, 200);
    await model.loadMore();
    assert.equal(model.entries.length, 250, 'the refresh did not set it back');
  });

  it('goes on where it was when its token is no longer good', async () => {
    fill(150);
    // Eight of the same millisecond as the last of the first page.
    for (let at = 0; at < 8; at++) service.put(`twin-${at}`, start - 100_000);
    await show();
    service.epoch++;
    await model.loadMore();
    assert.equal(model.entries.length, 158);
    assert.equal(new Set(names()).size, 158);
    assert.equal(model.hasMore, false);
  });

  it('goes on too where the order is not that of time', async () => {
    fill(250);
    await show();
    model.setQuery({ sortBy: 'Name', ascending: true });
    await clock.advance(0);
    await model.loadMore();
    service.epoch++;
    await model.loadMore();
    assert.equal(model.hasMore, false);
    assert.equal(model.entries.length, 250);
  });

  it('looks behind pages that a filter left empty', async () => {
    fill(5);
    service.emptyPages = 3;
    await show();
    assert.equal(model.entries.length, 5);
    assert.equal(model.hasMore, false);
    service.emptyPages = 1000;
    await model.refreshed();
    assert.equal(model.entries.length, 5, 'an empty page that is not the last tells of nothing that is gone');
  });

  it('shows two that were made in the same millisecond in a steady order', async () => {
    service.put('b', start);
    service.put('a', start);
    service.put('c', start);
    await show();
    assert.deepEqual(names(), ['a', 'b', 'c']);
    service.put('a', start, 'Completed', start + 1);
    await clock.advance(30_000);
    assert.deepEqual(names(), ['a', 'b', 'c']);
  });

  it('takes one that was made anew under the same name for another', async () => {
    openList('aws', 'detailedKind');
    service.put('again', start, 'Failed');
    await show();
    assert.equal(model.find('again')?.failureReason, 'told of again');
    service.put('again', start + 5000, 'InProgress');
    service.errors.push(new Error('no answer')); // and nobody has described it yet
    await clock.advance(30_000);
    await clock.advance(60_000);
    assert.equal(model.find('again')?.created, start + 5000);
    assert.equal(model.find('again')?.status, 'InProgress');
  });

  it('shows nobody’s answer to another question', async () => {
    fill(30);
    service.put('other', start);
    await show();
    let open = (): void => undefined;
    service.gate = new Promise((resolve) => (open = resolve));
    model.setQuery({ nameContains: 'job-1' });
    await clock.advance(0);
    model.setQuery({ nameContains: 'other' });
    changes.length = 0;
    service.gate = undefined;
    open();
    await clock.advance(0);
    assert.deepEqual(names(), ['other']);
    assert.equal(model.hasMore, false);
  });

  it('does not go on showing what answers the query no longer', async () => {
    fill(5);
    for (const at of [1, 3]) service.put(`job-${at}`, start - (at + 1) * 1000, 'InProgress');
    await show();
    model.setQuery({ status: 'InProgress' });
    await clock.advance(0);
    assert.deepEqual(names(), ['job-1', 'job-3']);
    service.put('job-1', start - 2000, 'Completed', start + 1000);
    await clock.advance(15_000);
    assert.deepEqual(names(), ['job-3']);
    service.put('job-0', start - 1000, 'Failed', start + 20_000);
    await clock.advance(15_000);
    model.setQuery({});
    assert.deepEqual(
      model.entries.map(({ status }) => status),
      ['Failed', 'Completed', 'Completed', 'InProgress', 'Completed'],
      'what is not looked for was kept up to date too',
    );
  });

  it('knows where the whole list was left off, after something was looked for', async () => {
    fill(450);
    await show();
    await model.loadMore();
    await model.loadMore();
    model.setQuery({ nameContains: 'job-4' });
    await clock.advance(0);
    assert.equal(model.hasMore, false);
    model.setQuery({});
    await clock.advance(0);
    assert.equal(model.entries.length, 350, 'what was found stays known');
    assert.ok(model.hasMore);
    await model.loadMore();
    assert.ok(model.find('job-399'));
    while (model.hasMore) await model.loadMore();
    assert.equal(model.entries.length, 450);
  });

  it('begins anew where more has changed than can be caught up with', async () => {
    fill(300);
    await show();
    await model.loadMore();
    model.setVisible(false);
    for (let at = 0; at < 1200; at++) service.put(`new-${at}`, start + at * 1000);
    await minutes(30);
    await show();
    assert.equal(model.entries.length, 100);
    assert.equal(model.entries[0]?.name, 'new-1199');
    assert.ok(model.hasMore);
    for (let page = 0; page < 14; page++) await model.loadMore();
    assert.equal(model.entries.length, 1500);
    assert.equal(model.hasMore, false);
  });

  it('leaves no gap after a pause', async () => {
    fill(300);
    await show();
    await model.loadMore();
    model.setVisible(false);
    for (let at = 0; at < 500; at++) service.put(`new-${at}`, start + at * 1000);
    await minutes(30);
    await show();
    assert.equal(model.entries.length, 700);
    while (model.hasMore) await model.loadMore();
    assert.equal(model.entries.length, 800);
  });

  it('is not set back by an answer that was long under way', async () => {
    service.put('job', start, 'InProgress');
    await show();
    let open = (): void => undefined;
    service.gate = new Promise((resolve) => (open = resolve));
    const refreshed = model.refreshed(); // has found the job while it ran
    await clock.advance(0);
    service.gate = undefined;
    service.put('job', start, 'Completed', start + 1000);
    model['known'].take([...service.jobs.values()]);
    open();
    await refreshed;
    assert.equal(model.find('job')?.status, 'Completed');
  });

  it('keeps what it has where nobody answers, says since when, and goes on by itself', async () => {
    fill(3);
    await show();
    assert.equal(model.isStale, false);
    const error = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    service.errors.push(error, error);
    await clock.advance(30_000);
    assert.equal(model.error, error);
    assert.ok(model.isStale);
    assert.equal(model.asOf, start);
    assert.equal(model.entries.length, 3);
    await minutes(4);
    assert.equal(model.error, undefined);
    assert.equal(model.isStale, false);
  });

  it('asks at once, whatever failed before, when a person wants to know', async () => {
    fill(3);
    await show();
    service.errors.push(new Error('socket hang up'));
    await clock.advance(30_000);
    assert.ok(model.isStale);
    await model.refreshed();
    assert.equal(model.isStale, false);
  });

  it('lets nobody wait for ever', async () => {
    await show();
    service.gate = new Promise(() => undefined);
    const waiting = model.refreshed();
    model.dispose();
    await waiting;
    await model.refreshed();
    openList('aws');
    service.gate = undefined;
    service.errors.push(new Error('no'));
    await model.refreshed();
    assert.ok(model.error instanceof Error);
  });

  it('knows whether what is looked for now was asked for', async () => {
    fill(30);
    assert.equal(model.isAnswered, false);
    await show();
    assert.ok(model.isAnswered);
    let open = (): void => undefined;
    service.gate = new Promise((resolve) => (open = resolve));
    const before = model.refreshed();
    await clock.advance(0);
    model.setQuery({ nameContains: 'nothing' });
    service.gate = undefined;
    assert.ok(model.isLoaded);
    assert.equal(model.isAnswered, false, 'the answer to another question is on its way');
    open();
    await before;
    assert.equal(model.isAnswered, false);
    await clock.advance(0);
    assert.ok(model.isAnswered);
    service.errors.push(new Error('no'));
    model.setQuery({});
    await clock.advance(0);
    assert.ok(model.isAnswered, 'that nobody answered is known too');
  });

  it('counts what runs whatever is looked for', async () => {
    fill(5);
    for (const at of [1, 3]) service.put(`job-${at}`, start - (at + 1) * 1000, 'InProgress');
    await show();
    model.setQuery({ nameContains: 'job-3' });
    await clock.advance(0);
    assert.equal(model.entries.length, 1);
    assert.equal(model.count('running'), 2);
  });

  it('is asked every five minutes behind a closed view while something runs in an account', async () => {
    service.put('job', start, 'InProgress');
    await show();
    model.setVisible(false);
    service.asked.length = 0;
    await minutes(4);
    assert.deepEqual(service.asked, []);
    service.put('job', start, 'Completed', start + 1000);
    await minutes(2);
    assert.equal(model.count('running'), 0);
    service.asked.length = 0;
    await minutes(30);
    assert.deepEqual(service.asked, []);
  });

  it('is asked every second on the local engine while somebody looks, and every two while something runs', async () => {
    openList('local');
    fill(2);
    await show();
    await clock.advance(5_000);
    assert.ok(service.asked.length >= 6, service.asked.join());
    service.put('job-0', start - 1000, 'InProgress', start + 5000);
    await clock.advance(1_000);
    model.setVisible(false);
    service.asked.length = 0;
    await clock.advance(10_000);
    assert.ok(service.asked.length >= 4 && service.asked.length <= 8, service.asked.join());
  });
});
