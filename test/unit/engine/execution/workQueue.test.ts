import assert from 'node:assert/strict';
import { WorkQueue } from '../../../../src/engine/execution/workQueue.ts';

describe('WorkQueue', () => {
  it('lets so many run at once, the others in their order, also after one that failed', async () => {
    const queue = new WorkQueue(2);
    const begun: number[] = [];
    const ends: ((outcome: Promise<void>) => void)[] = [];
    const works = [0, 1, 2, 3].map((index) =>
      queue.run(() => {
        begun.push(index);
        return new Promise<void>((resolve) => (ends[index] = resolve));
      }),
    );
    assert.deepEqual(begun, [0, 1]);
    ends[1]?.(Promise.reject(new Error('it failed')));
    await assert.rejects(works[1] ?? Promise.resolve(), /it failed/);
    assert.deepEqual(begun, [0, 1, 2]);
    ends[0]?.(Promise.resolve());
    await works[0];
    assert.deepEqual(begun, [0, 1, 2, 3]);
    for (const index of [2, 3]) ends[index]?.(Promise.resolve());
    await Promise.all([works[2], works[3]]);
    await queue.run(() => Promise.resolve());
  });
});
