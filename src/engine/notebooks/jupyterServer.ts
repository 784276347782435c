import { join } from 'node:path';
import { sleep, type Clock } from '../../shared/clock.ts';
import { readJson } from '../../shared/node/readJson.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { Command } from '../execution/process/childGroup.ts';
import type { JupyterEnvironment } from './jupyterLoader.ts';
import type { NotebookLog } from './notebookLog.ts';
import { NotebookProgram, type ProgramEnd } from './notebookProgram.ts';
import type { NotebookSpace } from './notebookSpace.ts';

export interface JupyterOptions {
  readonly jupyter: JupyterEnvironment;
  readonly space: NotebookSpace;
  readonly env: Readonly<Record<string, string>>;
  /** How a program sees this machine. */
  readonly wrap: (command: Command) => Command;
  /** What a browser must bring. */
  readonly token: string;
  /** Taken if it is free, else one after it. */
  readonly port: number;
  readonly log: NotebookLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Of the file that a Jupyter server writes once it listens (jupyter_server, serverapp.py: `server_info`). */
interface ServerInfo {
  readonly port: number;
}

/** A first start compiles some hundred modules, which a virus scanner reads too. */
const patience = 2 * 60_000;
const pollEvery = 100;

/** A real Jupyter server on 127.0.0.1. */
export class JupyterServer {
  private constructor(
    private readonly program: NotebookProgram,
    readonly port: number,
  ) {}

  /**
   * Starts the server and waits until it answers.
   * @throws JobFailure when it ends, or does not answer within two minutes.
   */
  static async start(options: JupyterOptions): Promise<JupyterServer> {
    const { jupyter, space, token, port, log, clock, signal } = options;
    const command = {
      program: jupyter.interpreter,
      args: [
        ...['-m', 'jupyter_server', '--no-browser', '--ServerApp.ip=127.0.0.1', `--ServerApp.port=${port}`],
        ...[`--ServerApp.root_dir=${space.folder}`, `--ServerApp.default_url=${jupyter.hasLab ? '/lab' : '/'}`],
        '--ServerApp.quit_button=False', // it is stopped as an instance is
        '--ServerApp.allow_root=True', // of a container in which everybody is root; it has no more rights than the engine
      ],
      env: { ...options.env, JUPYTER_TOKEN: token }, // other users of this machine see a program's arguments, not its variables
      cwd: space.folder,
    };
    const program = await NotebookProgram.start(options.wrap(command), log, 'jupyter.log');
    let ended: ProgramEnd | undefined;
    void program.end.then((end) => (ended = end));
    for (const deadline = clock.now() + patience; ; await sleep(clock, pollEvery)) {
      if (ended !== undefined)
        throw new JobFailure(`Jupyter ${ended.words} before it was ready; see ${log.nameOf('jupyter.log')}.`);
      const info = await readJson<ServerInfo>(join(space.work, 'runtime', `jpserver-${program.pid}.json`));
      if (info !== undefined && (await answers(info.port))) return new JupyterServer(program, info.port);
      if (!signal.aborted && clock.now() < deadline) continue;
      await program.close(0, clock);
      throw new JobFailure(
        `Jupyter did not answer within ${patience / 60_000} minutes; see ${log.nameOf('jupyter.log')}.`,
      );
    }
  }

  get end(): Promise<ProgramEnd> {
    return this.program.end;
  }

  /** Asks it to end its kernels and itself. */
  async close(grace: number, clock: Clock): Promise<void> {
    await this.program.close(grace, clock);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false; // not yet
  }
}
