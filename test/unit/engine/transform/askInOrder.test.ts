import assert from 'node:assert/strict';
import { WorkQueue } from '../../../../src/engine/execution/workQueue.ts';
import { askInOrder } from '../../../../src/engine/transform/askInOrder.ts';
import { ModelRequests } from '../../../../src/engine/transform/modelRequests.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

/** Resolves after so many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

async function* numbers(count: number, read: (number: number) => void = () => undefined): AsyncGenerator<number> {
  for (let number = 0; number < count; number++) {
    read(number);
    yield number;
  }
}

describe('Requests whose answers are written in their order', () => {
  it('are under way as many at once as may be, over all files, and no more is held than there is room for', async () => {
    const random = seededRandom(3);
    const requests = new ModelRequests(3);
    let [underWay, most, held, mostHeld, heldWhileFirst] = [0, 0, 0, 0, 0];
    const files = [40, 1, 1, 0, 25, 1].map(async (count, file) => {
      const written: string[] = [];
      const ask = async (number: number): Promise<Buffer> => {
        const { answer } = await requests.send(async () => {
          most = Math.max(most, ++underWay);
          await turns(file === 0 && number === 0 ? 200 : Math.floor(random() * 5));
          if (file === 0 && number === 0) heldWhileFirst = held;
          underWay--;
          return Buffer.from(`${file}/${number}`);
        });
        return answer;
      };
      const read = (): void => void (mostHeld = Math.max(mostHeld, ++held));
      await askInOrder(numbers(count, read), requests.room, ask, async (answer) => {
        await turns(1);
        written.push(String(answer));
        held--;
      });
      assert.deepEqual(
        written,
        Array.from({ length: count }, (_, number) => `${file}/${number}`),
      );
    });
    await Promise.all(files);
    assert.equal(most, 3);
    assert.equal(mostHeld, 12, 'four times as many pieces as requests are held at most');
    assert.equal(heldWhileFirst, 12, 'while an early one is slow, others are asked');
  });

  it('fail with what went wrong first in order, read no further, and end with nothing under way', async () => {
    const written: string[] = [];
    let ended = 0;
    let read = 0;
    const room = new WorkQueue(4);
    const ask = async (number: number): Promise<Buffer> => {
      if (number === 2) throw new Error('late no');
      await turns(10);
      if (number === 1) throw new Error('no');
      await turns(10);
      ended++;
      return Buffer.from(String(number));
    };
    const write = async (answer: Buffer): Promise<void> => void written.push(String(answer));
    await assert.rejects(
      askInOrder(
        numbers(100, () => read++),
        room,
        ask,
        write,
      ),
      /^Error: no$/,
    );
    assert.equal(read, 5);
    assert.equal(ended, 3, 'those of 0, 3 and 4');
    assert.deepEqual(written, ['0']);
    await Promise.all(Array.from({ length: 4 }, () => room.enter())); // every place was given back
  });

  it('are written as far as a file can be read', async () => {
    const written: string[] = [];
    async function* broken(): AsyncGenerator<number> {
      yield* numbers(3);
      throw new Error('unreadable');
    }
    const ask = (number: number): Promise<Buffer> => Promise.resolve(Buffer.from(String(number)));
    const write = async (answer: Buffer): Promise<void> => void written.push(String(answer));
    await assert.rejects(askInOrder(broken(), new WorkQueue(2), ask, write), /unreadable/);
    assert.deepEqual(written, ['0', '1', '2']);
  });
});
