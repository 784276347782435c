import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors.ts';
import { KeyedLock } from '../../store/keyedLock.ts';
import type { Command } from '../process/childGroup.ts';
import type { StepResult } from './jobProcesses.ts';
import type { PythonEnvironment } from './pythonEnvironment.ts';

/** What an installation works with. */
export interface InstallParts {
  /** The shipped `install_requirements.py`. */
  readonly program: string;
  /** Keeps the environments of jobs that ask for the same. */
  readonly cacheFolder: string;
}

/** How a job's requirements are installed. */
export interface InstallJob {
  readonly codeFolder: string;
  readonly workFolder: string;
  readonly environment: PythonEnvironment;
  /** pip's arguments after `install`. */
  readonly wanted: readonly string[];
  readonly run: (command: Pick<Command, 'program' | 'args'>) => Promise<StepResult>;
  readonly note: (message: string) => Promise<void>;
}

/** Environments laid over an interpreter, so that a job's requirements never change it. */
export class RequirementsInstaller {
  private readonly lock = new KeyedLock();

  constructor(private readonly parts: InstallParts) {}

  /** @returns The interpreter that has what is wanted, or how the installation failed. */
  async install(job: InstallJob): Promise<string | StepResult> {
    const key = await cacheKey(job);
    if (key === undefined) return this.into(join(job.workFolder, 'packages'), job);
    const folder = join(this.parts.cacheFolder, key);
    return this.lock.run(folder, async () => {
      const ready = await readText(join(folder, 'ready'));
      if (ready === undefined) return this.into(folder, job);
      await job.note(`Using the packages that an earlier job installed for the same requirements.txt: ${folder}`);
      return ready;
    });
  }

  private async into(folder: string, job: InstallJob): Promise<string | StepResult> {
    await mkdir(folder, { recursive: true });
    const result = join(job.workFolder, 'interpreter');
    const args = [this.parts.program, join(folder, 'environment'), result, ...job.wanted];
    const step = await job.run({ program: job.environment.interpreter, args });
    const interpreter = step.exitCode === 0 ? await readText(result) : undefined;
    // Only an environment of its own is kept: what was there already may be gone the next time.
    if (interpreter?.startsWith(folder) === true) await rename(result, join(folder, 'ready'));
    else await rm(folder, { recursive: true, force: true });
    return interpreter ?? step;
  }
}

/** Undefined for what depends on files beside requirements.txt, which may change under the same name. */
async function cacheKey({ codeFolder, environment, wanted }: InstallJob): Promise<string | undefined> {
  const text = await readText(join(codeFolder, 'requirements.txt'));
  if (
    text === undefined ||
    wanted.includes('.') ||
    /^\s*(-|\.|\/|[\w.-]+\s*@\s*file:|file:)|\.(whl|tar\.gz|zip)\s*$/m.test(text)
  )
    return undefined;
  const hash = createHash('sha256');
  for (const part of [environment.interpreter, environment.version, text]) hash.update(`${part}\0`);
  return hash.digest('hex').slice(0, 16);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
