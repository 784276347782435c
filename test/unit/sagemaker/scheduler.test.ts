import assert from 'node:assert/strict';
import { rankNow, type Rank } from '../../../src/sagemaker/budget/requestRank.ts';
import { asAction, slowRequestsNow } from '../../../src/sagemaker/requests/actionContext.ts';
import { Scheduler } from '../../../src/sagemaker/scheduler.ts';
import { ManualClock } from '../../support/manualClock.ts';

describe('Scheduler', () => {
  let clock: ManualClock;
  let scheduler: Scheduler;
  const logged: string[] = [];
  let chance: number;
  beforeEach(() => {
    chance = 0;
    clock = new ManualClock();
    logged.length = 0;
    scheduler = new Scheduler(
      clock,
      (line) => logged.push(line),
      () => chance,
    );
  });

  it('runs a task at its interval until there is none', async () => {
    let runs = 0;
    const task = scheduler.add({
      name: 'list',
      interval: () => (runs < 3 ? 1000 : undefined),
      run: async () => void runs++,
    });
    await clock.advance(5000);
    assert.equal(runs, 0, 'nothing before the first trigger');
    task.trigger();
    await clock.advance(10_000);
    assert.equal(runs, 3);
    assert.equal(clock.waiting, 0);
  });

  it('never overlaps a task with itself, and remembers a trigger that came meanwhile', async () => {
    let runs = 0;
    let release = (): void => undefined;
    const task = scheduler.add({
      name: 'slow',
      interval: () => undefined,
      run: () => {
        runs++;
        return new Promise<void>((resolve) => (release = resolve));
      },
    });
    task.trigger();
    task.trigger();
    task.trigger();
    assert.equal(runs, 1);
    release();
    await clock.advance(0);
    assert.equal(runs, 2);
  });

  it('backs off while a task fails, logs once, and returns to the interval', async () => {
    let failing = true;
    const times: number[] = [];
    const start = clock.now();
    const task = scheduler.add({
      name: 'list',
      interval: () => 1000,
      run: async () => {
        times.push(clock.now() - start);
        if (failing) throw new Error('throttled');
      },
    });
    task.trigger();
    await clock.advance(14_000);
    assert.deepEqual(times, [0, 2000, 6000, 14_000]);
    assert.equal(logged.length, 1);
    failing = false;
    await clock.advance(18_000);
    assert.deepEqual(times.slice(4), [30_000, 31_000, 32_000]);
  });

  it('soon serves who asks while a run fails, however often it failed before; not a service that is asked too much', async () => {
    const fails: ((error: Error) => void)[] = [];
    const task = scheduler.add({
      name: 'list',
      interval: () => 30_000,
      run: () => new Promise((_, reject) => fails.push(reject)),
    });
    task.trigger();
    for (let i = 0; i < 4; i++) {
      fails.at(-1)?.(new Error('down'));
      await clock.advance(60_000);
    }
    const before = fails.length;
    task.trigger();
    fails.at(-1)?.(new Error('down'));
    await clock.advance(1_000);
    assert.equal(fails.length, before + 1);
    task.trigger();
    fails.at(-1)?.(Object.assign(new Error('too much'), { name: 'ThrottlingException' }));
    await clock.advance(30_000);
    assert.equal(fails.length, before + 1);
  });

  it('leaves a service that is asked too much alone for longer, and windows apart', async () => {
    chance = 0.5;
    const times: number[] = [];
    const start = clock.now();
    const task = scheduler.add({
      name: 'list',
      interval: () => 1000,
      run: async () => {
        times.push(clock.now() - start);
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      },
    });
    task.trigger();
    await clock.advance(400_000);
    assert.deepEqual(times, [0, 12_500, 37_500, 87_500, 187_500, 337_500]);
  });

  it('runs a task once a minute while no one works in the window, and at its own pace at once when somebody does', async () => {
    const times: number[] = [];
    const start = clock.now();
    const task = scheduler.add({
      name: 'list',
      interval: () => 10_000,
      run: async () => void times.push((clock.now() - start) / 1000),
    });
    task.trigger();
    await clock.advance(25_000);
    scheduler.setFocused(false);
    await clock.advance(60_000);
    assert.deepEqual(times, [0, 10, 20, 80]);
    scheduler.setFocused(true);
    await clock.advance(6_000);
    assert.deepEqual(times.slice(4), [90], 'what waited long enough meanwhile runs when it would have');
    scheduler.setFocused(false);
    await clock.advance(59_000 + 40_000);
    scheduler.setFocused(true);
    await clock.advance(0);
    assert.deepEqual(times.slice(5), [150, 190]);
  });

  it('says who waits for what a task asks', async () => {
    const seen: Rank[] = [];
    const note = async (): Promise<void> => void seen.push(rankNow());
    scheduler.add({ name: 'one', interval: () => undefined, rank: () => 'visible', run: note }).trigger();
    scheduler.add({ name: 'two', interval: () => undefined, run: note }).trigger();
    await note();
    await clock.advance(0);
    assert.deepEqual(seen, ['visible', 'background', 'action']);
  });

  it('shows nobody that a run is slow which a command only set off, but who asked for the run itself', async () => {
    const asker = { show: () => ({ dispose: () => undefined }) };
    const seen: unknown[] = [];
    let release = (): void => undefined;
    const task = scheduler.add({
      name: 'list',
      interval: () => 1000,
      run: () => {
        seen.push(slowRequestsNow());
        return new Promise<void>((resolve) => (release = resolve));
      },
    });
    asAction(asker, () => task.trigger());
    asAction(asker, () => task.trigger(slowRequestsNow()));
    release();
    await clock.advance(0);
    release();
    await clock.advance(1000);
    assert.deepEqual(seen, [undefined, asker, undefined]);
  });

  it('says nothing of what was under way when its connection was closed', async () => {
    let fail: (reason: Error) => void = () => undefined;
    const run = (): Promise<void> => new Promise((_, reject) => (fail = reject));
    scheduler.add({ name: 'list', interval: () => 1000, run }).trigger();
    scheduler.dispose();
    fail(new Error('socket hang up'));
    await clock.advance(5000);
    assert.deepEqual(logged, []);
  });

  it('leaves no timer when it is disposed', async () => {
    let runs = 0;
    scheduler.add({ name: 'list', interval: () => 1000, run: async () => void runs++ }).trigger();
    await clock.advance(1500);
    scheduler.dispose();
    assert.equal(clock.waiting, 0);
    await clock.advance(5000);
    assert.equal(runs, 2);
  });
});
