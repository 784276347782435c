import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const programs = path.resolve(import.meta.dirname, '../../src/engine/python');

/** One channel of a job; `files` by name, for each host its own where there are several. */
export interface ProgramChannel {
  readonly contentType?: string;
  readonly files: Readonly<Record<string, string | Uint8Array>> | readonly Readonly<Record<string, string>>[];
  /** In Pipe mode the files are streamed one after the other. */
  readonly mode?: 'File' | 'Pipe';
  readonly distribution?: 'FullyReplicated' | 'ShardedByS3Key';
}

export interface ProgramJob {
  readonly program: string;
  readonly imageTag?: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, ProgramChannel>>;
  readonly hosts?: number;
  /** Kept between runs of a job. */
  readonly checkpoints?: string;
}

/** How the program ended on one host. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  readonly failure: string | undefined;
  /** What stands for /opt/ml. */
  readonly mlRoot: string;
}

/** Runs the programs that stand for built-in images, without an engine, on folders of their own. */
export class BuiltInPrograms {
  private readonly folders: string[] = [];

  constructor(private readonly python: string) {}

  /** Of a job with one host. */
  async run(job: ProgramJob): Promise<ProgramEnd> {
    const [end] = await this.runAll(job);
    if (end === undefined) throw new Error('A job has a host.');
    return end;
  }

  /** Several jobs of one host in one process, one after the other: what is dear is to load the libraries. */
  async runMany(jobs: readonly ProgramJob[]): Promise<ProgramEnd[]> {
    const prepared: { job: ProgramJob; mlRoot: string; streams: ChildProcess[] }[] = [];
    for (const job of jobs) {
      const mlRoot = (await this.rootsOf(job))['algo-1'] ?? '';
      prepared.push({ job, mlRoot, streams: await prepare(job, 'algo-1', ['algo-1'], mlRoot, 0) });
    }
    const asked = prepared.map(({ job, mlRoot }) => ({
      program: path.join(programs, job.program),
      args: [mlRoot, job.imageTag ?? '1'],
      roots: { 'algo-1': mlRoot },
    }));
    const child = spawn(this.python, [path.join(import.meta.dirname, 'runPrograms.py')]);
    child.stdin.end(JSON.stringify(asked));
    const [answer, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
    for (const { streams } of prepared) for (const stream of streams) stream.kill();
    if (answer === '') throw new Error(said);
    const ends = JSON.parse(answer) as { exitCode: number; output: string }[];
    return Promise.all(
      ends.map(({ exitCode, output }, index) => endOf(prepared[index]?.mlRoot ?? '', exitCode, output)),
    );
  }

  /** On all hosts at once, in order. */
  async runAll(job: ProgramJob): Promise<ProgramEnd[]> {
    const roots = await this.rootsOf(job);
    const names = Object.keys(roots);
    const streams = await Promise.all(names.map((name, index) => prepare(job, name, names, roots[name] ?? '', index)));
    const ends = await Promise.all(names.map((name) => this.start(job, roots[name] ?? '', roots)));
    for (const stream of streams.flat()) stream.kill(); // of a host that read nothing
    return ends;
  }

  async dispose(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }

  private async rootsOf(job: ProgramJob): Promise<Record<string, string>> {
    const folder = await mkdtemp(path.join(tmpdir(), 'built-in-'));
    this.folders.push(folder);
    const names = Array.from({ length: job.hosts ?? 1 }, (_, index) => `algo-${index + 1}`);
    return Object.fromEntries(names.map((name) => [name, path.join(folder, name, 'ml')]));
  }

  private start(job: ProgramJob, mlRoot: string, roots: Record<string, string>): Promise<ProgramEnd> {
    const args = ['-B', path.join(programs, job.program), mlRoot, job.imageTag ?? '1'];
    const env = { ...process.env, SAGEMAKER_LOCAL_HOST_ROOTS: JSON.stringify(roots) };
    const child = spawn(this.python, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (output += String(chunk)));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => {
        endOf(mlRoot, exitCode, output).then(resolve, reject);
      });
    });
  }
}

async function endOf(mlRoot: string, exitCode: number | null, output: string): Promise<ProgramEnd> {
  const file = path.join(mlRoot, 'output/failure');
  const failure = existsSync(file) ? await readFile(file, 'utf8') : undefined;
  return { exitCode, lines: output.split('\n'), failure, mlRoot };
}

/** @returns What feeds the streams of Pipe mode. */
async function prepare(
  job: ProgramJob,
  host: string,
  hosts: readonly string[],
  root: string,
  index: number,
): Promise<ChildProcess[]> {
  const streams: ChildProcess[] = [];
  for (const folder of ['input/config', 'input/data', 'model', 'output/data'])
    await mkdir(path.join(root, folder), { recursive: true });
  const config = (name: string, content: unknown): Promise<void> =>
    writeFile(path.join(root, 'input/config', `${name}.json`), JSON.stringify(content));
  await config('hyperparameters', job.hyperparameters);
  await config('resourceconfig', { current_host: host, hosts });
  if (job.checkpoints !== undefined) await config('checkpointconfig', { LocalPath: job.checkpoints });
  const channels = Object.entries(job.channels).map(([name, { contentType, mode, distribution }]) => [
    name,
    {
      ...(contentType === undefined ? {} : { ContentType: contentType }),
      TrainingInputMode: mode ?? 'File',
      S3DistributionType: distribution ?? 'FullyReplicated',
    },
  ]);
  await config('inputdataconfig', Object.fromEntries(channels));
  for (const [name, { files, mode }] of Object.entries(job.channels)) {
    const own = isPerHost(files) ? (files[index] ?? {}) : files;
    const folder = path.join(root, 'input/data', name);
    if (mode === 'Pipe') {
      execFileSync('mkfifo', [`${folder}_0`]);
      const whole = Buffer.concat(Object.values(own).map((content) => Buffer.from(content)));
      const source = path.join(root, name);
      await writeFile(source, whole);
      const open = 'exec cat "$1" > "$2"';
      streams.push(spawn('sh', ['-c', open, 'sh', source, `${folder}_0`], { stdio: 'ignore' }));
      continue;
    }
    for (const [file, content] of Object.entries(own)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), content);
    }
  }
  return streams;
}

function isPerHost(files: ProgramChannel['files']): files is readonly Readonly<Record<string, string>>[] {
  return Array.isArray(files);
}

/** The names of the files that a run left in the model folder. */
export async function modelFiles({ mlRoot }: ProgramEnd): Promise<string[]> {
  return (await readdir(path.join(mlRoot, 'model'))).sort();
}
