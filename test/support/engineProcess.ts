import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { killLeftovers } from '../../src/engine/execution/process/leftovers.ts';
import type { Connection } from '../../src/sagemaker/connection.ts';

/** The built engine, as it is shipped; `npm test` builds before it runs this. */
const engineEntry = resolve(import.meta.dirname, '../../dist/engine.js');

/** The line that `sagemaker-local --json` prints when it is ready. */
export interface Announcement {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly accountId: string;
}

/** A real engine in a process of its own. */
export class EngineProcess {
  private said = '';
  private constructor(
    readonly child: ChildProcessByStdio<null, Readable, Readable>,
    readonly stateDirectory: string,
    readonly announcement: Announcement,
  ) {
    child.stderr.on('data', (text: Buffer) => (this.said += text.toString()));
  }

  /** @param stateDirectory - A fresh temporary one unless given. */
  static async start(
    stateDirectory?: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<EngineProcess> {
    const state = stateDirectory ?? (await temporaryFolder());
    const child = spawn(process.execPath, [engineEntry, '--json', '--state', state, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const line = await firstLine(child);
    return new EngineProcess(child, state, JSON.parse(line) as Announcement);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get stderr(): string {
    return this.said;
  }

  /** Configuration for a client of the AWS SDK. */
  get clientConfiguration() {
    const { endpoint, region, accessKeyId, secretAccessKey } = this.announcement;
    return { endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true, maxAttempts: 1 };
  }

  /** The same for the workbench's own client. */
  get connection(): Connection {
    const { endpoint, region, accountId, accessKeyId, secretAccessKey } = this.announcement;
    const id = `local:${accountId}:${region}`;
    return {
      id,
      kind: 'local',
      label: 'local',
      accountId,
      region,
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
    };
  }

  /** Of memory that it holds now; NaN where the system does not tell. */
  async megabytes(): Promise<number> {
    if (process.platform !== 'linux') return NaN;
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** Ends the process and waits for it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const gone = new Promise<number | null>((done) => this.child.once('exit', done));
    this.child.kill(signal);
    return gone;
  }

  /** Ends the process and what it started, and removes its state. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    // Who was killed ends nothing: a notebook instance's Jupyter, or an endpoint's server, would run on.
    await killLeftovers(this.stateDirectory);
    await rm(this.stateDirectory, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sagemaker-local-test-'));
}

/** Runs the engine's program to its end. */
export async function runEngine(
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [engineEntry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr };
}

/** What a person pastes into a terminal to work with an engine: the lines that a second start of it prints. */
export async function exportsOf({ stateDirectory }: EngineProcess): Promise<Record<string, string>> {
  const { stdout } = await runEngine(['--state', stateDirectory]);
  return Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

function firstLine(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) done(text.slice(0, end));
    });
    child.once('exit', (code) => failed(new Error(`The engine ended with code ${code}: ${errors}`)));
  });
}
