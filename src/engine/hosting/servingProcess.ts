import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { Emitter, type Event } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { signalGroup, type Command } from '../execution/process/childGroup.ts';
import { killLeftovers, workFolderVariable } from '../execution/process/leftovers.ts';
import { logPrinted, type LineLog } from './printedLines.ts';
import { UnhealthyContainer } from './unhealthyContainer.ts';

export interface ServingProcessOptions {
  /** Of this process alone; whatever it starts is known by it. */
  readonly folder: string;
  /** Takes each line that the program prints. */
  readonly log: LineLog;
  readonly clock: Clock;
  /** Milliseconds until the model must be loaded. */
  readonly loadTimeout: number;
  /** Ends the program while it loads. */
  readonly signal?: AbortSignal;
}

/** Milliseconds until the output of a program that has ended is given up: one that it started may hold it open. */
const outputPatience = 1000;

/** Tells a serving program that its stdin is held open by the engine, and ends with it: a killed engine leaves no model in memory. */
const engineOnStdin = 'SAGEMAKER_LOCAL_ENGINE_ON_STDIN';

/** The first line of a serving program (src/engine/python/serving_http.py). */
type Announcement = { readonly port: number } | { readonly unloadable: string };

/** A program that serves a model over HTTP on this machine. */
export class ServingProcess {
  private readonly ended = new Emitter<string>();
  /** Fires once, when it has ended, and at once for who asks later; the reason is a sentence. */
  readonly onDidEnd: Event<string> = (listener) => {
    if (this.end !== undefined) listener(this.end);
    return this.ended.event(listener);
  };
  /** Why it has ended; undefined while it runs. */
  end: string | undefined;
  private readonly exited: Promise<string>;
  private readonly closed: Promise<void>;

  private constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>,
    private readonly options: ServingProcessOptions,
  ) {
    // Not `close`: what the program has started may hold its output open.
    this.exited = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        this.end = `The program that answers for the model ended (${signal ?? `exit code ${code}`}).`;
        this.ended.fire(this.end);
        resolve(this.end);
      }),
    );
    this.closed = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /**
   * Starts the program and waits until it has loaded the model.
   * @returns The process and its port on 127.0.0.1.
   * @throws JobFailure when it cannot be started, or does not load the model in time.
   */
  static async start(
    { program, args, env, cwd }: Command,
    options: ServingProcessOptions,
  ): Promise<{ process: ServingProcess; port: number }> {
    const child = spawn(program, args, {
      cwd,
      env: { ...env, [workFolderVariable]: options.folder, [engineOnStdin]: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    }).catch((error: unknown) => {
      throw new JobFailure(
        `ClientError: ${program} cannot be started (${messageOf(error)}); choose another Python interpreter.`,
        { cause: error },
      );
    });
    const process = new ServingProcess(child, options);
    try {
      return { process, port: await process.announced() };
    } catch (error) {
      await process.close(0);
      throw error;
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves when nothing of it runs any more. @param grace - Milliseconds between SIGTERM and SIGKILL. */
  async close(grace: number): Promise<void> {
    if (grace > 0 && this.end === undefined) {
      signalGroup(this.pid, 'SIGTERM');
      await this.atMost(grace, this.exited);
    }
    signalGroup(this.pid, 'SIGKILL');
    await killLeftovers(this.options.folder);
    await this.exited;
    await this.atMost(outputPatience, this.closed);
    this.child.stdin.destroy();
    this.child.stdout.destroy();
    this.child.stderr.destroy();
  }

  private async atMost(milliseconds: number, awaited: Promise<unknown>): Promise<void> {
    let timer: { dispose(): void } | undefined;
    const late = new Promise<void>((resolve) => (timer = this.options.clock.schedule(resolve, milliseconds)));
    await Promise.race([awaited, late]);
    timer?.dispose();
  }

  private async announced(): Promise<number> {
    const { clock, loadTimeout, log, signal } = this.options;
    const abort = (): void => void this.close(0);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    void logPrinted(this.child.stderr, clock, log);
    const first = new Promise<string>((resolve) => {
      let hasSpoken = false;
      void logPrinted(this.child.stdout, clock, (line) => {
        if (hasSpoken) return log(line);
        hasSpoken = true;
        resolve(line);
      });
    });
    let timer: { dispose(): void } | undefined;
    const late = new Promise<undefined>((resolve) => (timer = clock.schedule(() => resolve(undefined), loadTimeout)));
    const outcome = await Promise.race([first.then(parse), this.exited.then((unloadable) => ({ unloadable })), late]);
    timer?.dispose();
    signal?.removeEventListener('abort', abort);
    if (outcome === undefined)
      throw new UnhealthyContainer(
        `ClientError: The model was not loaded within ${Math.round(loadTimeout / 1000)} seconds.`,
      );
    if ('port' in outcome) return outcome.port;
    throw new UnhealthyContainer(`ClientError: The model cannot be loaded: ${outcome.unloadable.replace(/\.$/, '')}.`);
  }
}

function parse(line: string): Announcement {
  return JSON.parse(line) as Announcement;
}
