import assert from 'node:assert/strict';
import { ToldEnds } from '../../../../src/sagemaker/awaited/toldEnds.ts';
import { ManualClock } from '../../../support/manualClock.ts';

describe('ToldEnds', () => {
  const setUp = () => {
    const clock = new ManualClock();
    const told = new ToldEnds<{ readonly name: string }>(({ name }) => name, clock);
    let changes = 0;
    told.onDidChange(() => changes++);
    return { clock, told, names: () => told.targets.map(({ name }) => name), changes: () => changes };
  };
  const never = new Promise<never>(() => undefined);

  it('keeps what was told for some seconds, for a reload that takes the message away', async () => {
    const { clock, told, names, changes } = setUp();
    told.add({ name: 'boston' }, never);
    await clock.advance(10_000);
    assert.deepEqual(names(), ['boston']);
    await clock.advance(10_000);
    assert.deepEqual([names(), changes()], [[], 2]);
  });

  it('forgets what was answered, and what changes anew', async () => {
    const { clock, told, names } = setUp();
    told.add({ name: 'boston' }, Promise.resolve('Delete What Was Made'));
    told.add({ name: 'pair' }, never);
    await clock.advance(1);
    assert.deepEqual(names(), ['pair']);
    told.forget({ name: 'pair' });
    assert.deepEqual(names(), []);
  });

  it('keeps a later end when the message of an earlier one is closed', async () => {
    const { clock, told, names } = setUp();
    let close = (): void => undefined;
    told.add({ name: 'boston' }, new Promise<void>((resolve) => (close = resolve)));
    told.add({ name: 'boston' }, never);
    close();
    await clock.advance(1);
    assert.deepEqual(names(), ['boston']);
    told.dispose();
    assert.equal(clock.waiting, 0);
  });
});
