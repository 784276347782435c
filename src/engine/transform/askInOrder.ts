import type { WorkQueue } from '../execution/workQueue.ts';

/**
 * Asks for every piece, for several at once, and writes the answers in the order of the pieces.
 * @param room - For each piece from before it is read until its answer is written; files that are read at the same time share it.
 * @throws what reading, asking or writing throws, of what came first in order; then nothing is under way any more.
 */
export async function askInOrder<T>(
  pieces: AsyncIterable<T>,
  room: WorkQueue,
  ask: (piece: T) => Promise<Buffer>,
  write: (answer: Buffer) => Promise<void>,
): Promise<void> {
  const held = new Set<Promise<unknown>>();
  let written = Promise.resolve();
  let hasFailed = false;
  const begin = (piece: T, leave: () => void): void => {
    const before = written;
    const answer = ask(piece);
    written = (async () => {
      await before;
      await write(await answer);
    })();
    const done = Promise.allSettled([answer, written]).then((results) => {
      hasFailed ||= results.some(({ status }) => status === 'rejected');
      held.delete(done);
      leave();
    });
    held.add(done);
  };
  let leave = await room.enter();
  try {
    for await (const piece of pieces) {
      begin(piece, leave);
      leave = await room.enter();
      if (hasFailed) break;
    }
    await written;
  } catch (error) {
    await written; // what came before what cannot be read goes first
    throw error;
  } finally {
    leave();
    await Promise.all(held);
  }
}
