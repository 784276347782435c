import type { Readable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { LineSplitter, type SplitLine } from '../execution/process/lineSplitter.ts';

/** Takes a line; where it returns a promise, that resolves when the line is stored, and the lines before it. */
export type LineLog = (line: string) => void | Promise<void>;

/** Bytes that may be printed and not stored yet; a program that prints faster than that waits in its print. */
const mostUnstored = 256 * 1024;

/** Gives the lines that a program prints to its log, and reads on only as fast as the log stores them: a flood must not fill the memory. */
export async function logPrinted(stream: Readable, clock: Clock, log: LineLog): Promise<void> {
  const splitter = new LineSplitter();
  let unstored = 0;
  const give = (lines: readonly SplitLine[]): void | Promise<void> => {
    let last: void | Promise<void> = undefined;
    for (const { message, isOverwritten } of lines) if (isOverwritten !== true) last = log(message);
    return last;
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const stored = give(splitter.take(chunk, clock.now()));
      if (stored === undefined) continue;
      unstored += chunk.length;
      const counted = stored.finally(() => (unstored -= chunk.length));
      if (unstored > mostUnstored) await counted;
    }
    await give(splitter.end());
  } catch (error) {
    await log(`What the program prints cannot be read any more: ${messageOf(error)}`);
  }
}
