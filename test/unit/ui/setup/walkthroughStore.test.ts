import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/shared/emitter.ts';
import { walkthroughKeys } from '../../../../src/ui/contributions/ids.ts';
import { WalkthroughStore } from '../../../../src/ui/setup/walkthroughStore.ts';

describe('what of the walkthrough has succeeded', () => {
  const kept = new Map<string, unknown>();
  const memory = {
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  const checked: string[] = [];
  const logged: string[] = [];
  const parts = { check: (key: string) => void checked.push(key), log: (line: string) => void logged.push(line) };

  beforeEach(() => {
    kept.clear();
    checked.length = 0;
    logged.length = 0;
  });

  it('is nothing at first, and nothing is written', () => {
    new WalkthroughStore(memory, parts).dispose();
    assert.deepEqual([checked, [...kept]], [[], []]);
  });

  it('is checked once, and again in the next window', async () => {
    const store = new WalkthroughStore(memory, parts);
    await store.reach('deployed');
    await store.reach('deployed');
    assert.deepEqual(checked, [walkthroughKeys.deployed]);
    store.dispose();
    new WalkthroughStore(memory, parts).dispose();
    assert.deepEqual(checked, [walkthroughKeys.deployed, walkthroughKeys.deployed]);
  });

  it('is looked up again for what succeeded in another window', async () => {
    const [here, there] = [new WalkthroughStore(memory, parts), new WalkthroughStore(memory, parts)];
    await there.reach('invoked');
    here.show();
    here.show();
    assert.deepEqual(checked, [walkthroughKeys.invoked, walkthroughKeys.invoked], 'once in each window');
  });

  it('comes with the first event that is a success, and with none once it is disposed', () => {
    const ends = new Emitter<'failed' | 'completed'>();
    const store = new WalkthroughStore(memory, parts);
    store.reachWith('trained', ends.event, (end) => end === 'completed');
    ends.fire('failed');
    assert.deepEqual(checked, []);
    ends.fire('completed');
    assert.deepEqual(checked, [walkthroughKeys.trained]);
    store.dispose();
    assert.ok(!ends.hasListeners);
  });

  it('stays checked where it cannot be kept, which the log says', async () => {
    const update = () => Promise.reject(new Error('The disk is full.'));
    await new WalkthroughStore({ ...memory, update }, parts).reach('shutDown');
    assert.deepEqual(checked, [walkthroughKeys.shutDown]);
    assert.match(logged.join(), /was not kept: The disk is full/);
  });
});
