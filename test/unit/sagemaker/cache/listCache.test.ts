import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListCache } from '../../../../src/sagemaker/cache/listCache.ts';
import { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import { Scheduler } from '../../../../src/sagemaker/scheduler.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { noClients, ScriptedService } from '../../../support/scriptedKind.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';
import { waitFor } from '../../../support/waitFor.ts';

describe('ListCache', () => {
  const folders = useTemporaryFolders();
  const made: { dispose(): void }[] = [];
  let clock: ManualClock;
  let service: ScriptedService;
  let folder: string;
  const logged: string[] = [];

  beforeEach(async () => {
    clock = new ManualClock();
    service = new ScriptedService();
    folder = join(await folders(), 'cache', 'account-region');
    logged.length = 0;
  });
  afterEach(() => made.splice(0).forEach((one) => one.dispose()));

  /** The list of one window. */
  function window(connection = 'aws:1:eu-west-1', kind = service.kind): ResourceListModel {
    const parts = { clock, log: (line: string) => void logged.push(line) };
    const cache = new ListCache(folder, connection, parts);
    const scheduler = new Scheduler(clock, parts.log, () => 0);
    const list = new ResourceListModel(kind, { clients: noClients('aws'), scheduler, clock, cache });
    made.push(list, scheduler, cache);
    return list;
  }
  /** Files are read and written in real time: the clock goes on when that has ended, and the file system's has ticked. */
  async function pass(milliseconds: number): Promise<void> {
    for (let rest = milliseconds; rest > 0; rest -= 2500) {
      await clock.advance(Math.min(rest, 2500));
      for (let quiet = 0; quiet < 10; quiet++) {
        await new Promise((resolve) => setTimeout(resolve, 3));
        if (process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'))) quiet = 0;
      }
    }
  }
  /** Shows a list, until it has something to show or has asked for it. */
  async function show(list: ResourceListModel): Promise<void> {
    const before = service.asked.length;
    list.setVisible(true);
    await waitFor('the list', async () => {
      await clock.advance(0);
      return list.isLoaded || (service.gate !== undefined && service.asked.length > before) ? true : undefined;
    });
  }
  /** Waits until so many resources are kept. @param list - Whose last answer is to be among it, with what was told of its 30th. */
  async function kept(count: number, list?: ResourceListModel): Promise<void> {
    const cache = new ListCache(folder, 'aws:1:eu-west-1', { clock, log: (line) => void logged.push(line) });
    await waitFor(`${count} kept resources`, async () => {
      await pass(2500);
      const resources = (await cache.read('processingJob'))?.resources;
      if (list !== undefined && (await cache.asOf('processingJob')) !== list.asOf) return undefined;
      if (list !== undefined && !JSON.stringify(resources).includes('told of job-29')) return undefined;
      return resources?.length === count ? true : undefined;
    });
    cache.dispose();
  }
  function fill(count: number): void {
    for (let at = 0; at < count; at++) service.put(`job-${at}`, clock.now() - (at + 1) * 1000);
  }
  const neverAnswers = new Promise<void>(() => undefined);

  it('shows the next window at once what the last one knew, as old as it is, with what descriptions told', async () => {
    fill(250);
    const first = window('aws:1:eu-west-1', service.detailedKind);
    await show(first);
    await first.loadMore();
    await kept(200, first);
    made.splice(0).forEach((one) => one.dispose());
    const answered = first.asOf ?? NaN;
    await clock.advance(600_000);

    service.gate = neverAnswers;
    service.asked.length = 0;
    const next = window('aws:1:eu-west-1', service.detailedKind);
    await show(next);
    assert.equal(next.entries.length, 200);
    assert.ok(next.hasMore);
    assert.equal(next.asOf, answered);
    assert.ok(next.isStale);
    assert.equal(next.entries[29]?.failureReason, 'told of job-29');
    await waitFor('its question', () => (service.asked.includes('list') ? true : undefined));
  });

  it('spares the next window, and one beside it, what was described already', async () => {
    fill(20);
    const first = window('aws:1:eu-west-1', service.detailedKind);
    await show(first);
    const other = window('aws:1:eu-west-1', service.detailedKind);
    other.setOnShow([]);
    await show(other);
    await kept(20);
    await waitFor('all descriptions', async () => {
      await pass(5000);
      return service.asked.filter((word) => word.startsWith('describe')).length === 20 ? true : undefined;
    });
    await pass(10_000);
    service.asked.length = 0;
    other.setOnShow(['job-1', 'job-12']);
    await waitFor('the other window', async () => {
      await pass(2500);
      return other.find('job-12')?.failureReason;
    });
    const next = window('aws:1:eu-west-1', service.detailedKind);
    await show(next);
    await pass(10_000);
    assert.equal(next.find('job-19')?.failureReason, 'told of job-19');
    assert.deepEqual(
      service.asked.filter((word) => word.startsWith('describe')),
      [],
    );
  });

  it('goes on from there with what has changed meanwhile', async () => {
    fill(250);
    const first = window();
    await show(first);
    await first.loadMore();
    await kept(200);
    made.splice(0).forEach((one) => one.dispose());
    service.jobs.delete('job-5');
    service.change('job-150', 'Failed', clock.now());
    await clock.advance(600_000);
    const next = window();
    await show(next);
    await next.refreshed();
    assert.equal(next.isStale, false);
    assert.equal(next.find('job-5'), undefined);
    assert.equal(next.find('job-150')?.status, 'Failed');
    service.asked.length = 0;
    await next.loadMore();
    assert.deepEqual(service.asked, ['list 3']);
  });

  it('takes another window’s fresh answer instead of asking, also of what is gone', async () => {
    fill(120);
    const one = window();
    await show(one);
    await kept(100);
    const other = window();
    service.asked.length = 0;
    await show(other);
    assert.deepEqual(service.asked, []);
    assert.equal(other.isStale, false);
    assert.equal(other.entries.length, 100);
    service.jobs.delete('job-7');
    await pass(150_000);
    assert.equal(one.find('job-7'), undefined);
    assert.equal(other.find('job-7'), undefined);
    // Little more than what one window asks for in 150 seconds; alone, they would ask for twice as much.
    const pages = service.asked.filter((word) => word === 'list').length;
    const deltas = service.asked.filter((word) => word === 'delta').length;
    assert.ok(pages <= 4 && deltas <= 8, service.asked.join());
    one.dispose();
    service.put('job-8', clock.now(), 'Stopped', clock.now());
    await pass(61_000);
    assert.equal(other.find('job-8')?.status, 'Stopped', 'it asks when no one else does');
  });

  it('asks where it knows more than the other window', async () => {
    fill(250);
    const [one, other] = [window(), window()];
    await show(one);
    await show(other);
    await other.loadMore();
    await pass(65_000);
    assert.equal(other.entries.length, 200);
    service.change('job-180', 'Failed', clock.now());
    await pass(31_000);
    assert.equal(other.find('job-180')?.status, 'Failed');
  });

  it('shows nothing of another connection, nothing of another version and nothing that is broken', async () => {
    fill(3);
    await show(window());
    await kept(3);
    service.gate = neverAnswers;
    const stranger = window('aws:2:eu-west-1');
    await show(stranger);
    assert.equal(stranger.isLoaded, false);
    const file = join(folder, 'processingJob.json');
    const text = await readFile(file, 'utf8');
    const nameless = text.replaceAll('"name":', '"nom":');
    for (const broken of [text.slice(0, 100), text.replace('"version":1', '"version":0'), nameless, '[]', 'null', '']) {
      await writeFile(file, broken);
      const list = window();
      await show(list);
      assert.equal(list.isLoaded, false, broken.slice(0, 40));
    }
    assert.deepEqual(logged, []);
  });

  it('writes whole files, seldom, and nothing of a search', async () => {
    fill(3);
    const list = window();
    await show(list);
    await kept(3);
    assert.deepEqual(await readdir(folder), ['processingJob.json']);
    const before = await readFile(join(folder, 'processingJob.json'), 'utf8');
    list.setQuery({ nameContains: 'job-1' });
    await pass(60_000);
    assert.equal(await readFile(join(folder, 'processingJob.json'), 'utf8'), before);
    list.setQuery({});
    service.put('job-9', clock.now());
    await kept(4);
    assert.match(await readFile(join(folder, 'processingJob.json'), 'utf8'), /job-9/);
  });

  it('lets the lists go on where nothing can be kept, and says so once', async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file where the folder should be');
    fill(3);
    const list = window();
    await show(list);
    await pass(60_000);
    assert.equal(list.entries.length, 3);
    assert.equal(list.error, undefined);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^The lists cannot be kept for the next window: /);
  });
});
