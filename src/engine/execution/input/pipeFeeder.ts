import { rm } from 'node:fs/promises';
import type { Clock } from '../../../shared/clock.ts';
import { makeNamedPipe, PipeWriter } from './namedPipe.ts';

/** What a channel's pipe is fed with. */
export interface PipeSource {
  /** Everything of one epoch, in order. */
  epoch(number: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

interface FeederParts {
  readonly clock: Clock;
  /** Told once when the content cannot be had; the program would take what it got for all. */
  readonly fail: (error: unknown) => void;
}

const batchBytes = 1 << 16;

/**
 * Streams a channel through the named pipes `<path>_0`, `<path>_1`, …: one an epoch, for as long as the program opens the next (developer
 * guide, Pipe mode). The next pipe is there before the first byte of this one, and a pipe is gone when its epoch is over.
 */
export class PipeFeeder {
  private isOver = false;
  private writer: PipeWriter | undefined;

  private constructor(
    private readonly path: string,
    private readonly source: PipeSource,
    private readonly parts: FeederParts,
  ) {}

  /** The first pipe is there when this resolves. */
  static async start(path: string, source: PipeSource, parts: FeederParts): Promise<{ close(): Promise<void> }> {
    const feeder = new PipeFeeder(path, source, parts);
    await makeNamedPipe(feeder.pathOf(0));
    const fed = feeder.feed();
    return {
      async close() {
        feeder.isOver = true;
        feeder.writer?.close();
        await fed;
        await source.close();
      },
    };
  }

  private async feed(): Promise<void> {
    try {
      for (let epoch = 0; await this.feedEpoch(epoch);) epoch++;
    } catch (error) {
      if (!this.isOver) this.parts.fail(error);
    }
  }

  /** @returns False when there is no program to read on. */
  private async feedEpoch(epoch: number): Promise<boolean> {
    const writer = await PipeWriter.open(this.pathOf(epoch), this.parts.clock, () => this.isOver);
    if (writer === undefined) return false;
    this.writer = writer;
    try {
      await makeNamedPipe(this.pathOf(epoch + 1));
      for await (const batch of batched(this.source.epoch(epoch))) {
        if (this.isOver || !(await writer.write(batch))) break;
      }
      await rm(this.pathOf(epoch), { force: true }); // before the end is seen: who opened it again would wait for ever
      return !this.isOver;
    } finally {
      writer.close();
      this.writer = undefined;
    }
  }

  private pathOf(epoch: number): string {
    return `${this.path}_${epoch}`;
  }
}

/** Records may be a few bytes each; one write takes many. */
async function* batched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < batchBytes) continue;
    yield waiting.length === 1 ? chunk : Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
