import { constants, open } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { sleep, type Clock } from '../../../shared/clock.ts';
import { codeOf } from '../../../shared/errors.ts';
import { JobFailure } from '../jobFailure.ts';

/** Between two looks whether a program has opened the pipe. */
const pollEvery = 10;

/** @throws JobFailure when this machine cannot make one. */
export async function makeNamedPipe(path: string): Promise<void> {
  try {
    await promisify(execFile)('mkfifo', [path]);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new JobFailure('ClientError: Pipe input needs the program mkfifo, which is not on PATH; use File mode.', {
      cause: error,
    });
  }
}

/** The writing end of a named pipe; the kernel tells when there is room, so that no thread waits. */
export class PipeWriter {
  private gone = false;

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => (this.gone = true)); // EPIPE: the reader has had enough
    socket.on('close', () => (this.gone = true));
  }

  /**
   * Waits until a program opens the pipe for reading. An ordinary open would hold a thread of the pool meanwhile.
   * @returns Undefined when `isOver` says so before, or the pipe was removed.
   */
  static async open(path: string, clock: Clock, isOver: () => boolean): Promise<PipeWriter | undefined> {
    while (!isOver()) {
      try {
        const fd = await promisify(open)(path, constants.O_WRONLY | constants.O_NONBLOCK);
        return new PipeWriter(new Socket({ fd, readable: false, writable: true }));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        if (codeOf(error) !== 'ENXIO') throw error; // ENXIO: nobody reads
      }
      await sleep(clock, pollEvery);
    }
    return undefined;
  }

  /** @returns False when nobody reads any more. */
  async write(chunk: Uint8Array): Promise<boolean> {
    if (this.gone) return false;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.socket.off('close', done);
        resolve();
      };
      this.socket.once('close', done); // a destroyed socket may call no one back
      this.socket.write(chunk, done);
    });
    return !this.gone;
  }

  /** The reader finds the end of the file after what was written. */
  close(): void {
    this.socket.destroy();
  }
}
