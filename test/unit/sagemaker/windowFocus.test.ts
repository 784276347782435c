import assert from 'node:assert/strict';
import { placeFolder } from '../../../src/sagemaker/placeFolder.ts';
import { Scheduler } from '../../../src/sagemaker/scheduler.ts';
import { WindowFocus } from '../../../src/sagemaker/windowFocus.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { noClients } from '../../support/scriptedKind.ts';

describe('WindowFocus', () => {
  it('sets the pace of those that keep it, from the start and until they let go', async () => {
    const clock = new ManualClock();
    const focus = new WindowFocus(false);
    const scheduler = new Scheduler(clock, () => undefined);
    let runs = 0;
    const pace = focus.pace(scheduler);
    scheduler.add({ name: 'list', interval: () => 10_000, run: async () => void runs++ }).trigger();
    await clock.advance(59_000);
    assert.equal(runs, 1);
    focus.set(true);
    await clock.advance(11_000);
    assert.equal(runs, 3);
    pace.dispose();
    focus.set(false);
    await clock.advance(30_000);
    assert.equal(runs, 6);
    scheduler.dispose();
  });
});

describe('the folder of a place', () => {
  it('is another one for another account, region or server, and no path', () => {
    const { connection } = noClients('aws');
    const at = (accountId: string, region: string, redirectedTo?: string): string =>
      placeFolder({ ...connection, accountId, region, ...(redirectedTo !== undefined && { redirectedTo }) });
    const all = [at('1', 'a'), at('2', 'a'), at('1', 'b'), at('1', 'a', 'http://x'), at('1', 'a', 'http://y')];
    assert.equal(new Set(all).size, all.length);
    assert.equal(at('../..', 'eu-west-1'), '_____-eu-west-1');
  });
});
