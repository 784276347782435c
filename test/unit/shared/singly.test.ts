import assert from 'node:assert/strict';
import { Singly } from '../../../src/shared/singly.ts';

describe('what is done singly', () => {
  it('is not begun again while it is under way, and by itself for every key', async () => {
    const singly = new Singly();
    const begun: string[] = [];
    const task = (name: string) => async () => {
      begun.push(name);
      await Promise.resolve();
      return name;
    };
    const answers = await Promise.all(['a', 'a', 'b', 'a'].map((name) => singly.run(name, task(name))));
    assert.deepEqual(answers, ['a', undefined, 'b', undefined]);
    assert.deepEqual(begun, ['a', 'b']);
  });

  it('may be begun again afterwards, however it ended', async () => {
    const singly = new Singly();
    await assert.rejects(
      singly.run('a', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await singly.run('a', () => Promise.resolve(1)), 1);
  });
});
