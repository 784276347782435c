import assert from 'node:assert/strict';
import { IdleWatch } from '../../../../src/engine/life/idleWatch.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const minute = 60_000;

describe('the idle watch', () => {
  it('waits its minutes after the end of the last job, however long that ran without a client', async () => {
    const clock = new ManualClock();
    const reasons: string[] = [];
    const begin = clock.now();
    let jobs = 1;
    const activity = { lastRequest: () => begin, activeJobs: () => jobs };
    const watch = new IdleWatch(activity, 15, clock, (reason) => reasons.push(reason));
    await clock.advance(60 * minute);
    jobs = 0;
    await clock.advance(15 * minute);
    assert.deepEqual(reasons, []);
    await clock.advance(10_000);
    assert.deepEqual(reasons, ['no client and no job for 15 minutes']);
    watch.dispose();
  });

  it('ends after its minutes without a request or a job', async () => {
    const clock = new ManualClock();
    const reasons: string[] = [];
    let last = clock.now();
    const watch = new IdleWatch({ lastRequest: () => last, activeJobs: () => 0 }, 15, clock, (reason) =>
      reasons.push(reason),
    );
    await clock.advance(10 * minute);
    last = clock.now();
    await clock.advance(14 * minute);
    assert.deepEqual(reasons, []);
    await clock.advance(minute + 5_000);
    assert.equal(reasons.length, 1);
    watch.dispose();
  });
});
