import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestBudget, slotLength } from '../../../../src/sagemaker/budget/requestBudget.ts';
import type { Rank } from '../../../../src/sagemaker/budget/requestRank.ts';
import { SlotFolder } from '../../../../src/sagemaker/budget/slotFolder.ts';
import { sleep } from '../../../../src/shared/clock.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('RequestBudget', function () {
  this.timeout(20_000);
  const folders = useTemporaryFolders();
  const open: RequestBudget[] = [];
  const logged: string[] = [];
  afterEach(() => open.splice(0).forEach((budget) => budget.dispose()));

  /** A window's budget, and when its requests went. */
  function window(folder: string, makeSlots = (path: string) => new SlotFolder(path)) {
    const budget = new RequestBudget({
      slots: makeSlots(join(folder, 'budget', 'account-region')),
      clock: systemClock,
      log: (line) => logged.push(line),
    });
    open.push(budget);
    const sent: { operation: string; at: number }[] = [];
    const ask = async (operation: string, rank: Rank = 'visible'): Promise<void> => {
      await budget.take(operation, rank);
      sent.push({ operation, at: Date.now() });
    };
    return { budget, ask, sent };
  }

  it('lets four requests a second through, of all windows together', async () => {
    const folder = await folders();
    const windows = [window(folder), window(folder), window(folder)];
    await Promise.all(windows.flatMap(({ ask }) => Array.from({ length: 4 }, () => ask('DescribeEndpoint'))));
    const times = windows.flatMap(({ sent }) => sent.map(({ at }) => at)).sort((a, b) => a - b);
    assert.equal(times.length, 12);
    assert.ok(mostWithin(times, 1000) <= 4, String(times));
    assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) < 16 * slotLength, 'and not many fewer');
    for (const { sent } of windows) assert.equal(sent.length, 4, 'no window is left out');
  });

  it('lets one request a second of each list operation through', async () => {
    const folder = await folders();
    const windows = [window(folder), window(folder)];
    const operations = ['ListModels', 'ListModels', 'ListEndpoints', 'Search'];
    await Promise.all(windows.flatMap(({ ask }) => operations.map((operation) => ask(operation))));
    const sent = windows.flatMap((one) => one.sent);
    for (const operation of operations) {
      const times = sent.filter((one) => one.operation === operation).map(({ at }) => at);
      assert.ok(mostWithin(times, 1000) === 1, `${operation}: ${times.join()}`);
    }
    assert.ok(mostWithin(sent.map(({ at }) => at), 1000) <= 4); // prettier-ignore
  });

  it('lets no fifth request through in a second because one was kept by a slow disk in its slot', async () => {
    const folder = await folders();
    const slow = window(folder, (path) => new SlowFolder(path));
    const other = window(folder);
    await slow.ask('DescribeModel'); // from now on its slots follow those of the other
    for (let round = 0; round < 3; round++)
      await Promise.all([slow.ask('ListModels'), ...Array.from({ length: 5 }, () => other.ask('DescribeEndpoint'))]);
    const times = [...slow.sent, ...other.sent].map(({ at }) => at).sort((a, b) => a - b);
    assert.equal(times.length, 19);
    assert.ok(mostWithin(times, 1000) <= 4, times.map((at) => at - (times[0] ?? 0)).join());
  });

  it('lets what a person asked for go first, then what is looked at, and in time also the rest', async () => {
    const { ask, sent } = window(await folders());
    const all = [
      ask('GetLogEvents', 'background'),
      ask('DescribeModel', 'visible'),
      ask('ListModels', 'visible'),
      ask('ListModels', 'visible'),
      ask('DeleteEndpoint', 'action'),
    ];
    await Promise.all(all);
    assert.deepEqual(
      sent.map(({ operation }) => operation),
      ['DeleteEndpoint', 'DescribeModel', 'ListModels', 'GetLogEvents', 'ListModels'],
    );
  });

  it('removes what it and others have left behind, and goes on where its folder was removed', async () => {
    const folder = await folders();
    const slots = join(folder, 'budget', 'account-region');
    await mkdir(slots, { recursive: true });
    const slot = Math.floor(Date.now() / slotLength);
    for (const name of [`all-${slot - 1000}`, `ListModels-${slot + 5000}`]) await writeFile(join(slots, name), '');
    const { ask } = window(folder);
    for (let at = 0; at < 12; at++) await ask('DescribeModel');
    const left = await readdir(slots);
    assert.ok(left.length <= 10, left.join());
    assert.ok(!left.some((name) => name.startsWith('ListModels')), left.join());
    await rm(slots, { recursive: true });
    logged.length = 0;
    await ask('ListModels');
    assert.equal((await readdir(slots)).length, 2);
    assert.deepEqual(logged, []);
  });

  it('keeps to the limits by itself where nothing can be stored, and says so once', async () => {
    const folder = await folders();
    await writeFile(join(folder, 'budget'), 'a file where the folder should be');
    const { ask, sent } = window(folder);
    logged.length = 0;
    await Promise.all([ask('ListModels'), ask('ListModels'), ask('DescribeModel'), ask('DescribeModel')]);
    assert.ok(mostWithin(sent.filter(({ operation }) => operation === 'ListModels').map(({ at }) => at), 1000) === 1); // prettier-ignore
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^Requests are counted by this window alone: /);
  });

  it('refuses those who still wait when the connection is closed', async () => {
    const { budget, ask } = window(await folders());
    const waiting = Promise.all([ask('ListModels'), ask('ListModels')]);
    budget.dispose();
    await assert.rejects(waiting, /The connection was closed/);
    await assert.rejects(ask('ListModels'), /The connection was closed/);
  });
});

/** A disk that takes most of a slot to say whether an operation was asked for lately. */
class SlowFolder extends SlotFolder {
  override async isTaken(name: string): Promise<boolean> {
    if (name.startsWith('List')) await sleep(systemClock, 95);
    return super.isTaken(name);
  }
}

/** The most of them within any stretch of so many milliseconds. */
function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(...times.map((first) => times.filter((at) => at >= first && at < first + milliseconds).length));
}
