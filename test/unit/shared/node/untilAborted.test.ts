import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { untilAborted } from '../../../../src/shared/node/untilAborted.ts';

describe('untilAborted', () => {
  it('brings what a promise brings, and leaves no listener behind', async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve(1), signal), 1);
    await assert.rejects(untilAborted(Promise.reject(new Error('no')), signal), /^Error: no/);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('waits for a promise that never ends until nobody wants it any more', async () => {
    const wanted = new AbortController();
    const never = new Promise<number>(() => undefined);
    const brought = untilAborted(never, wanted.signal);
    wanted.abort();
    assert.equal(await brought, undefined);
    assert.equal(await untilAborted(never, wanted.signal), undefined);
  });
});
