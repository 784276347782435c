import assert from 'node:assert/strict';
import { Scheduler } from '../../../src/sagemaker/scheduler.ts';
import { ManualClock } from '../../support/manualClock.ts';

describe('Scheduler', () => {
  let clock: ManualClock;
  let scheduler: Scheduler;
  const logged: string[] = [];
  beforeEach(() => {
    clock = new ManualClock();
    logged.length = 0;
    scheduler = new Scheduler(clock, (line) => logged.push(line));
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
