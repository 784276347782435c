import { spawn } from 'node:child_process';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { signalGroup, type Command } from '../execution/process/childGroup.ts';
import type { NotebookLog } from './notebookLog.ts';

/** How a program ended. */
export interface ProgramEnd {
  /** Undefined for one that a signal ended. */
  readonly exitCode: number | undefined;
  /** E.g. `ended with exit code 1`. */
  readonly words: string;
}

/** A program of a notebook instance, in a process group of its own; what it prints goes to a stream of the instance's log. */
export class NotebookProgram {
  private constructor(
    readonly pid: number,
    /** Never rejects. What the program left running in the background may still print. */
    readonly end: Promise<ProgramEnd>,
  ) {}

  /** @throws JobFailure when it cannot be started. */
  static async start({ program, args, env, cwd }: Command, log: NotebookLog, stream: string): Promise<NotebookProgram> {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    const end = new Promise<ProgramEnd>((resolve) =>
      child.once('exit', (code, signal) =>
        resolve({ exitCode: code ?? undefined, words: `ended with ${signal ?? `exit code ${code}`}` }),
      ),
    );
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    }).catch((error: unknown) => {
      throw new JobFailure(
        `${program} cannot be started for the notebook instance (${messageOf(error)}); install it, then start the instance again.`,
        { cause: error },
      );
    });
    for (const output of [child.stdout, child.stderr])
      log
        .follow(stream, output)
        .catch((error: unknown) => log.note(stream, `Its output broke off: ${messageOf(error)}`));
    return new NotebookProgram(child.pid ?? 0, end);
  }

  /** Resolves when it has ended. @param grace - Milliseconds between SIGTERM and SIGKILL. */
  async close(grace: number, clock: Clock): Promise<void> {
    if (grace > 0) {
      signalGroup(this.pid, 'SIGTERM');
      await within(grace, this.end, clock);
    }
    signalGroup(this.pid, 'SIGKILL');
    await this.end;
  }
}

/** What the promise resolves to, or undefined when that takes longer than so many milliseconds. */
export async function within<T>(milliseconds: number, promise: Promise<T>, clock: Clock): Promise<T | undefined> {
  let timer: { dispose(): void } | undefined;
  const late = new Promise<undefined>((resolve) => (timer = clock.schedule(() => resolve(undefined), milliseconds)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer?.dispose();
  }
}
