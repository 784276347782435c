import { open, type FileHandle } from 'node:fs/promises';
import { sleep, type Clock } from '../../../shared/clock.ts';
import type { OutputSink } from '../runner.ts';
import { LineSplitter, type SplitLine } from './lineSplitter.ts';

/** Often enough that a line is seen at once, seldom enough to cost nothing. */
const pollEvery = 25;

const chunkBytes = 1 << 20;

/** Reads the file that a running program writes its output to, so that nothing ever makes the program wait. */
export class SpoolReader {
  private readonly lines: LineSplitter;
  private ended = false;
  private taken: Promise<void> = Promise.resolve();
  private readonly reading: Promise<void>;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
    /** Receives the lines in order; the reader goes on when all but the newest are taken. */
    private readonly sink: OutputSink,
    /** Bytes of the file that are no output. */
    private position = 0,
  ) {
    this.lines = new LineSplitter();
    this.reading = this.read();
    this.reading.catch(() => undefined); // finish() tells it
  }

  /** Call when nobody writes any more; resolves when every line is taken. */
  async finish(): Promise<void> {
    this.ended = true;
    await this.reading;
  }

  private async read(): Promise<void> {
    const file = await open(this.path, 'r');
    try {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      for (;;) {
        const wasEnded = this.ended;
        if (await this.readChunk(file, buffer)) continue;
        if (wasEnded) break;
        await this.give(this.lines.progress(this.clock.now()));
        await sleep(this.clock, pollEvery);
      }
      await this.give(this.lines.end());
      await this.taken;
    } finally {
      await file.close();
    }
  }

  /** @returns False at the end of what is written so far. */
  private async readChunk(file: FileHandle, buffer: Buffer): Promise<boolean> {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, this.position);
    this.position += bytesRead;
    if (bytesRead > 0) await this.give(this.lines.take(buffer.subarray(0, bytesRead), this.clock.now()));
    return bytesRead > 0;
  }

  /** One batch is written while the next one is split. */
  private async give(lines: readonly SplitLine[]): Promise<void> {
    if (lines.length === 0) return;
    const timestamp = this.clock.now();
    const given = this.sink(lines.map((line) => ({ timestamp, ...line })));
    await this.taken;
    this.taken = given;
  }
}
