import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { signalGroup, type Command } from '../execution/process/childGroup.ts';
import { killLeftovers, workFolderVariable } from '../execution/process/leftovers.ts';
import { FrameReader, type FrameHead } from './frameReader.ts';
import { PendingAnswers } from './pendingAnswers.ts';
import type { ExecutionParameters, Invocation, InvocationAnswer, Predictor } from './predictor.ts';

/** A line that the program sends; the first says whether the model is loaded. */
interface Head extends FrameHead {
  readonly loaded?: true;
  readonly unloadable?: string;
  readonly id?: number;
  readonly status?: number;
  readonly contentType?: string;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A model in a Python program of the engine's own, which speaks over its stdin and stdout (src/engine/python/xgboost_serve.py). */
export class PythonPredictor implements Predictor {
  readonly name = 'python';
  private readonly pending = new PendingAnswers();
  private readonly frames = new FrameReader<Head>();
  private readonly gone: Promise<void>;
  private settleLoading: (outcome: Error | undefined) => void = () => undefined;

  private constructor(
    private readonly child: Child,
    private readonly folder: string,
    readonly introduction: readonly string[],
    readonly executionParameters: ExecutionParameters,
  ) {
    child.stdout.on('data', (bytes: Buffer) => this.take(bytes));
    child.stdin.on('error', () => undefined); // the program has ended, which is heard below
    this.gone = new Promise((resolve) =>
      child.once('close', (code, signal) => {
        const reason = `The Python program that answers for the model ended (${signal ?? `exit code ${code}`}).`;
        this.settleLoading(new Error(reason));
        this.pending.end(reason);
        resolve();
      }),
    );
  }

  /**
   * Starts the program and waits until it has loaded the model.
   * @param folder - Of this predictor alone; whatever the program starts is known by it.
   * @param log - Takes each line of its stderr.
   * @throws JobFailure when it cannot be started, or cannot load the model.
   */
  static async open(
    { program, args, env, cwd }: Command,
    folder: string,
    introduction: readonly string[],
    parameters: ExecutionParameters,
    log: (line: string) => void,
  ): Promise<PythonPredictor> {
    const child = spawn(program, args, {
      cwd,
      env: { ...env, [workFolderVariable]: folder },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    createInterface(child.stderr).on('line', log);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    }).catch((error: unknown) => {
      throw new JobFailure(
        `ClientError: ${program} cannot be started (${messageOf(error)}); choose another Python interpreter for this job.`,
        { cause: error },
      );
    });
    const predictor = new PythonPredictor(child, folder, introduction, parameters);
    const problem = await new Promise<Error | undefined>((resolve) => (predictor.settleLoading = resolve));
    if (problem === undefined) return predictor;
    await predictor.close();
    throw problem;
  }

  invoke({ body, contentType, accept }: Invocation): Promise<InvocationAnswer> {
    return this.pending.ask((id) => {
      this.child.stdin.write(`${JSON.stringify({ id, contentType, accept, length: body.length })}\n`);
      this.child.stdin.write(body);
    });
  }

  async close(): Promise<void> {
    signalGroup(this.child.pid ?? 0, 'SIGKILL');
    await killLeftovers(this.folder);
    await this.gone;
  }

  private take(bytes: Buffer): void {
    for (const { head, body } of this.framesOf(bytes)) {
      const { id, status = 500, contentType = 'text/html' } = head;
      if (id !== undefined) this.pending.answered(id, { status, contentType, body: Buffer.from(body) });
      else if (head.loaded) this.settleLoading(undefined);
      else this.settleLoading(new JobFailure(`ClientError: The model cannot be loaded: ${head.unloadable}.`));
    }
  }

  /** What is no frame ends the program, and so all that wait for it: nothing after it can be trusted. */
  private framesOf(bytes: Buffer): ReturnType<FrameReader<Head>['take']> {
    try {
      return this.frames.take(bytes);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      signalGroup(this.child.pid ?? 0, 'SIGKILL');
      return [];
    }
  }
}
