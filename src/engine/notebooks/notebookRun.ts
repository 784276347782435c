import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { killLeftovers, workFolderVariable } from '../execution/process/leftovers.ts';
import type { EngineAccess } from '../execution/python/childEnvironment.ts';
import type { HostMounts } from '../execution/python/hostMounts.ts';
import { machineVariables } from '../execution/python/machineVariables.ts';
import { removeFolder } from '../execution/removeFolder.ts';
import { cloneFolder, cloneRepository, type CodeSource } from './cloneRepository.ts';
import { freePort } from './freePort.ts';
import { showMetadata } from './instanceMetadata.ts';
import type { JupyterLoader } from './jupyterLoader.ts';
import { JupyterServer, type JupyterOptions } from './jupyterServer.ts';
import { runLifecycleScript, type LifecycleScript } from './lifecycleScript.ts';
import { notebookEnvironment } from './notebookEnvironment.ts';
import type { NotebookLog } from './notebookLog.ts';
import { within } from './notebookProgram.ts';
import type { NotebookSpace } from './notebookSpace.ts';
import { notebookVariables } from './notebookVariables.ts';

/** What an instance is started with. */
export interface NotebookPlan {
  readonly name: string;
  readonly arn: string;
  readonly space: NotebookSpace;
  /** The first one is the default repository: Jupyter opens in it. */
  readonly repositories: readonly CodeSource[];
  readonly opensRepository: boolean;
  /** Of the first start. */
  readonly createScripts: readonly LifecycleScript[];
  /** Of every start. */
  readonly startScripts: readonly LifecycleScript[];
  /** Lines for the log. */
  readonly notes: readonly string[];
}

export interface NotebookRunParts {
  readonly jupyter: Pick<JupyterLoader, 'find'>;
  readonly mounts: Pick<HostMounts, 'prepare'>;
  /** The shipped Python programs. */
  readonly programs: string;
  readonly access: () => EngineAccess;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: NotebookLog;
  readonly clock: Clock;
  /** Told when the scripts of the first start have ended well. */
  readonly onDidCreate: () => Promise<void>;
}

/** Between SIGTERM and SIGKILL: Jupyter ends its kernels meanwhile. */
const closeGrace = 5_000;
/** Before Jupyter is started again; twice as long each time that it ends soon after. */
const firstPause = 1_000;
const longestPause = 60_000;

/** A notebook instance that runs: its Jupyter server, started again when it ends, and whatever was started in it. */
export class NotebookRun {
  private readonly ending = new AbortController();
  private server: JupyterServer | undefined;
  private watching: Promise<void> = Promise.resolve();
  private closing: Promise<void> | undefined;
  private readonly token = randomBytes(24).toString('hex');
  private opensAt = '/';

  constructor(
    private readonly plan: NotebookPlan,
    private readonly parts: NotebookRunParts,
  ) {}

  /**
   * Clones, runs the lifecycle scripts, starts Jupyter; once.
   * @throws JobFailure with the reason in a sentence; nothing runs on then.
   */
  async start(): Promise<void> {
    try {
      await this.bringUp();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** `127.0.0.1:port`; undefined until Jupyter answers. */
  get address(): string | undefined {
    return this.server && `127.0.0.1:${this.server.port}`;
  }

  /** What a browser opens. */
  get url(): string {
    return `http://${this.address}${this.opensAt}?token=${this.token}`;
  }

  /** Ends everything that the instance started, also while it starts. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    this.ending.abort();
    await this.server?.close(closeGrace, this.parts.clock);
    await this.watching;
    const { work } = this.plan.space;
    await killLeftovers(work); // kernels, and what scripts left in the background
    await removeFolder(work);
  }

  private async bringUp(): Promise<void> {
    const { plan, parts } = this;
    const { space, repositories, arn, notes } = plan;
    const { log, clock, access, env, programs, mounts } = parts;
    const { signal } = this.ending;
    await mkdir(space.folder, { recursive: true });
    await mkdir(space.work, { recursive: true });
    for (const line of notes) await log.note('jupyter.log', line);
    const jupyter = await parts.jupyter.find();
    if (typeof jupyter === 'string') throw new JobFailure(jupyter);
    const given = notebookVariables(space, access(), jupyter.interpreter, env);
    checkNames(repositories);
    const cloning = { ...machineVariables(jupyter.interpreter, env), [workFolderVariable]: space.work };
    for (const source of repositories) await cloneRepository(source, { space, env: cloning, log, clock, signal });
    const making = { space, programs, env: given, log, clock, signal };
    const interpreter = await notebookEnvironment(jupyter.interpreter, making);
    const variables = { ...given, PATH: [dirname(interpreter), given['PATH'] ?? ''].join(delimiter) };
    const { wrap } = await showMetadata(plan, space.work, mounts);
    const scriptParts = { space, instanceArn: arn, env: variables, wrap, log, clock, signal };
    for (const script of plan.createScripts) await runLifecycleScript(script, scriptParts);
    await parts.onDidCreate();
    for (const script of plan.startScripts) await runLifecycleScript(script, scriptParts);
    await writeKernels(space, interpreter);
    const [first] = plan.opensRepository ? repositories : [];
    const opened = first === undefined ? '' : `/tree/${cloneFolder(first)}`;
    this.opensAt = jupyter.hasLab ? `/lab${opened}` : '/';
    const port = await freePort();
    const options = { jupyter, space, env: variables, wrap, token: this.token, port, log, clock, signal };
    this.watching = this.keepUp(await this.serve(options), options);
  }

  /** One that came up while the instance was ended does not stay. */
  private async serve(options: JupyterOptions): Promise<JupyterServer> {
    const server = await JupyterServer.start(options);
    this.server = server;
    if (this.ending.signal.aborted) await server.close(0, this.parts.clock);
    return server;
  }

  /** A server that crashed, or that somebody ended, is started again where it was; its kernels end by themselves. */
  private async keepUp(first: JupyterServer, options: JupyterOptions): Promise<void> {
    const { clock, log } = this.parts;
    const { signal } = this.ending;
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    let server: JupyterServer | undefined = first;
    let pause = firstPause;
    while (!signal.aborted) {
      const since = clock.now();
      const end = await server?.end;
      if (signal.aborted) return;
      if (clock.now() - since > longestPause) pause = firstPause;
      if (end !== undefined)
        await log.note('jupyter.log', `Jupyter ${end.words}; it is started again in ${pause / 1000} s.`);
      await within(pause, aborted, clock);
      if (signal.aborted) return;
      pause = Math.min(2 * pause, longestPause);
      server = await this.serve({ ...options, port: first.port }).catch(async (error: unknown) => {
        await log.note('jupyter.log', messageOf(error));
        return undefined;
      });
    }
  }
}

/** @throws JobFailure when two repositories would be cloned into one folder. */
function checkNames(repositories: readonly CodeSource[]): void {
  const names = repositories.map(cloneFolder);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new JobFailure(`Two of the instance's repositories would be cloned into ${twice}; leave one of them out.`);
}

/** Jupyter's own kernel, and the name that notebooks of AWS's instances ask for, both in the instance's environment. */
async function writeKernels({ work }: NotebookSpace, interpreter: string): Promise<void> {
  for (const [name, title] of Object.entries({ python3: 'Python 3', conda_python3: 'conda_python3' })) {
    const folder = join(work, 'jupyter', 'kernels', name);
    await mkdir(folder, { recursive: true });
    const argv = [interpreter, '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
    await writeFile(join(folder, 'kernel.json'), JSON.stringify({ argv, display_name: title, language: 'python' }));
  }
}
