import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { readJson } from '../../shared/node/readJson.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { NotebookLog } from './notebookLog.ts';
import { NotebookProgram, within } from './notebookProgram.ts';
import type { NotebookSpace } from './notebookSpace.ts';

interface EnvironmentParts {
  readonly space: NotebookSpace;
  /** The shipped Python programs. */
  readonly programs: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: NotebookLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What the environment was made over; written when it is whole. */
interface Made {
  readonly given: string;
  readonly interpreter: string;
}

const timeLimit = 5 * 60_000;

/**
 * Makes the Python environment that an instance installs into, unless an earlier start did: it sees the packages of the given interpreter.
 * @param given - The interpreter that has Jupyter; it stays as it is.
 * @returns The environment's interpreter.
 * @throws JobFailure when it cannot be made.
 */
export async function notebookEnvironment(
  given: string,
  { space, programs, env, log, clock, signal }: EnvironmentParts,
): Promise<string> {
  const record = join(space.environment, 'made.json');
  const made = await readJson<Made>(record);
  if (made?.given === given && existsSync(made.interpreter)) return made.interpreter;
  if (made !== undefined)
    await log.note(
      'jupyter.log',
      `Jupyter's Python is ${given} now: what was installed in this instance is left behind.`,
    );
  await mkdir(space.environment, { recursive: true });
  await rm(record, { force: true });
  const result = join(space.work, 'interpreter');
  // -B: no bytecode beside the shipped programs
  const args = ['-B', join(programs, 'processing_environment.py'), join(space.environment, 'python'), result];
  const program = await NotebookProgram.start({ program: given, args, env, cwd: space.home }, log, 'jupyter.log');
  const stop = (): void => void program.close(0, clock);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const end = await within(timeLimit, program.end, clock);
  signal.removeEventListener('abort', stop);
  if (end?.exitCode !== 0) {
    await program.close(0, clock);
    throw new JobFailure(
      `${given} cannot make the virtual environment that the instance installs into (${end?.words ?? 'it took longer than 5 minutes'}); see ${log.nameOf('jupyter.log')}, and name another Python with --jupyter, or add its venv module.`,
    );
  }
  const interpreter = await readFile(result, 'utf8');
  await writeFile(record, JSON.stringify({ given, interpreter } satisfies Made));
  return interpreter;
}
