import assert from 'node:assert/strict';
import { OrderedRequests } from '../../../../src/engine/transform/orderedRequests.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

/** Resolves after so many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

describe('Requests whose answers are written in their order', () => {
  it('are under way as many at once as may be, also while an early one is slow', async () => {
    const random = seededRandom(3);
    let underWay = 0;
    let most = 0;
    let asked = 0;
    let askedWhileFirst = 0;
    const written: string[] = [];
    const requests = new OrderedRequests(3, async (answer) => void written.push(String(answer)));
    for (let index = 0; index < 60; index++)
      await requests.add(async () => {
        asked++;
        most = Math.max(most, ++underWay);
        await turns(index === 0 ? 60 : Math.floor(random() * 5));
        underWay--;
        if (index === 0) askedWhileFirst = asked;
        return Buffer.from(String(index));
      });
    await requests.finish();
    assert.deepEqual(
      written,
      Array.from({ length: 60 }, (_, index) => String(index)),
    );
    assert.equal(most, 3);
    assert.equal(askedWhileFirst, 12, 'four times as many answers as requests wait at most');
  });

  it('fail when it is the turn of one that failed, and end with nothing under way', async () => {
    const written: string[] = [];
    let ended = 0;
    const requests = new OrderedRequests(2, async (answer) => void written.push(String(answer)));
    await requests.add(async () => Buffer.from('first'));
    await requests.add(() => Promise.reject(new Error('no')));
    await requests.add(async () => {
      await turns(20);
      ended++;
      return Buffer.from('late');
    });
    await assert.rejects(requests.finish(), /^Error: no$/);
    assert.equal(ended, 0);
    await requests.settled();
    assert.equal(ended, 1);
    assert.deepEqual(written, ['first']);
  });
});
