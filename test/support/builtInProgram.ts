import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

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

  /** On all hosts at once, in order. */
  async runAll(job: ProgramJob): Promise<ProgramEnd[]> {
    const folder = await mkdtemp(path.join(tmpdir(), 'built-in-'));
    this.folders.push(folder);
    const names = Array.from({ length: job.hosts ?? 1 }, (_, index) => `algo-${index + 1}`);
    const roots = Object.fromEntries(names.map((name) => [name, path.join(folder, name, 'ml')]));
    await Promise.all(names.map((name, index) => prepare(job, name, names, roots[name] ?? '', index)));
    return Promise.all(names.map((name) => this.start(job, roots[name] ?? '', roots)));
  }

  async dispose(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }

  private start(job: ProgramJob, mlRoot: string, roots: Record<string, string>): Promise<ProgramEnd> {
    const args = ['-B', path.join(programs, job.program), mlRoot, job.imageTag ?? '1'];
    const env = { ...process.env, SAGEMAKER_LOCAL_HOST_ROOTS: JSON.stringify(roots) };
    const child = spawn(this.python, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => void (output += String(text)));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => {
        const file = path.join(mlRoot, 'output/failure');
        const failure = existsSync(file) ? readFile(file, 'utf8') : Promise.resolve(undefined);
        failure.then((said) => resolve({ exitCode, lines: output.split('\n'), failure: said, mlRoot }), reject);
      });
    });
  }
}

async function prepare(job: ProgramJob, host: string, hosts: readonly string[], root: string, index: number) {
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
    const own: Readonly<Record<string, string | Uint8Array>> = Array.isArray(files) ? files[index] : files;
    const folder = path.join(root, 'input/data', name);
    if (mode === 'Pipe') {
      execFileSync('mkfifo', [`${folder}_0`]);
      const whole = Buffer.concat(Object.values(own).map((content) => Buffer.from(content)));
      // Nobody reads the streams of a host that only waits; they end with the test's folder.
      spawn('sh', ['-c', 'cat > "$1"', 'sh', `${folder}_0`], { stdio: ['pipe', 'ignore', 'ignore'] }).stdin.end(whole);
      continue;
    }
    for (const [file, content] of Object.entries(own)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), content);
    }
  }
}

/** The names of the files that a run left in the model folder. */
export async function modelFiles({ mlRoot }: ProgramEnd): Promise<string[]> {
  return (await readdir(path.join(mlRoot, 'model'))).sort();
}
