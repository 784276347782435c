import type { Connection } from '../sagemaker/connection.ts';
import { sleep, type Clock } from '../shared/clock.ts';
import { UserError } from '../shared/errors.ts';
import {
  askHealth,
  credentialsPath,
  readCredentials,
  readLock,
  type EngineHealth,
  type EngineLock,
} from '../shared/node/engineFiles.ts';
import { drainEngine } from './engineControl.ts';
import { installEngineProgram, removeOtherPrograms, type EngineProgram } from './engineProgram.ts';
import type { StartEngine } from './engineProcess.ts';
import { compareVersions } from './versions.ts';

/** What the local engine's finder works with. */
export interface LocalEngineOptions {
  readonly version: string;
  readonly distFolder: string;
  readonly storageFolder: string;
  /** Read at each use: the setting can change. */
  readonly stateDirectory: () => string;
  /** False where only a running engine may be used: looking starts nothing in a workspace that is not trusted. */
  readonly mayStart: () => boolean;
  readonly start: StartEngine;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** How long an idle engine may take to end, and how long a busy one is given for a job that is about to. */
const replacePatience = 10_000;
const busyPatience = 1_000;

/** Finds the engine of this machine, starts it when needed, replaces an older one, and hands out its connection. */
export class LocalEngine {
  private connecting: Promise<Connection> | undefined;

  constructor(private readonly options: LocalEngineOptions) {}

  /** True once this machine has used the local engine, or, where none may be started, while one runs: before that there is nothing to look at. */
  async hasState(): Promise<boolean> {
    const stateDirectory = this.options.stateDirectory();
    return this.options.mayStart()
      ? (await readCredentials(stateDirectory)) !== undefined
      : (await findRunning(stateDirectory)) !== undefined;
  }

  /**
   * The connection to a running engine; concurrent callers share one attempt.
   * @throws UserError when it can neither be found nor started.
   */
  connect(): Promise<Connection> {
    this.connecting ??= this.findOrStart().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  /** Whether the engine behind a connection still answers; one that was started again there may be another account or region. */
  async answers({ endpoint = '', accountId, region }: Connection): Promise<boolean> {
    const health = await askHealth(Number(new URL(endpoint).port));
    return typeof health === 'object' && health.accountId === accountId && health.region === region;
  }

  /** The engine's program, for what it does besides serving. */
  install(): Promise<EngineProgram> {
    return installEngineProgram(this.options.distFolder, this.options.storageFolder, this.options.version);
  }

  private async findOrStart(): Promise<Connection> {
    const stateDirectory = this.options.stateDirectory();
    const found = await findRunning(stateDirectory);
    const mayStart = this.options.mayStart();
    if (found !== undefined && !(mayStart && (await this.replaceIfOlder(found.lock, found.health))))
      return this.connectionTo(found);
    if (!mayStart)
      throw new UserError('This workspace is not trusted, so the local engine is not started for it; trust it first.', {
        about: 'trust',
      });
    const program = await this.install();
    this.options.log(`Starting the local engine ${this.options.version} on ${stateDirectory}.`);
    await this.options.start(program.entry, stateDirectory, this.options.log);
    const started = await findRunning(stateDirectory);
    if (started === undefined)
      throw new UserError('The local engine started and does not answer; see the SageMaker log.');
    if (started.lock.version === this.options.version) await removeOtherPrograms(program, this.options.storageFolder);
    return this.connectionTo(started);
  }

  /**
   * An older engine is asked to end at its first moment without a running job; until then it goes on serving.
   * @returns True when it is gone and its place is free.
   */
  private async replaceIfOlder(lock: EngineLock, health: EngineHealth): Promise<boolean> {
    if (compareVersions(health.version, this.options.version) >= 0) return false;
    this.options.log(
      `The local engine ${health.version} makes room for ${this.options.version} (${health.activeJobs} running jobs first).`,
    );
    const credentials = await readCredentials(this.options.stateDirectory());
    if (credentials === undefined || !(await drainEngine(lock.port, credentials))) return false;
    const deadline = this.options.clock.now() + (health.activeJobs > 0 ? busyPatience : replacePatience);
    while (this.options.clock.now() < deadline) {
      const now = await readLock(this.options.stateDirectory());
      if (now?.instance !== lock.instance) return true;
      await sleep(this.options.clock, 100);
    }
    return false;
  }

  private async connectionTo({ lock, health }: RunningEngine): Promise<Connection> {
    const stateDirectory = this.options.stateDirectory();
    const credentials = await readCredentials(stateDirectory);
    if (credentials === undefined) {
      throw new UserError(
        `The local engine's credentials are missing (${credentialsPath(stateDirectory)}); stop the engine and start it again.`,
      );
    }
    return {
      id: `local:${health.accountId}:${health.region}`,
      kind: 'local',
      label: 'local',
      accountId: health.accountId,
      region: health.region,
      endpoint: `http://127.0.0.1:${lock.port}`,
      credentials,
    };
  }
}

interface RunningEngine {
  readonly lock: EngineLock;
  readonly health: EngineHealth;
}

async function findRunning(stateDirectory: string): Promise<RunningEngine | undefined> {
  const lock = await readLock(stateDirectory);
  if (lock === undefined || lock.port === 0) return undefined;
  const health = await askHealth(lock.port);
  return typeof health === 'object' && health.instance === lock.instance ? { lock, health } : undefined;
}
