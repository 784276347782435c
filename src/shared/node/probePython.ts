import { stat } from 'node:fs/promises';
import { codeOf, messageOf } from '../errors.ts';
import { probeProgram, type ProbeAnswer } from './probeProgram.ts';
import type { PythonEnvironment } from './pythonAnswer.ts';
import type { ProgramOutcome, RunProgram } from './programRun.ts';

/** A program that starts Python, and its arguments before all others, e.g. `py -3`. */
export type PythonCommand = readonly [program: string, ...args: string[]];

/** What an interpreter says of itself. */
export type PythonFacts = Omit<PythonEnvironment, 'origin'>;

/** A first start can be slow where a virus scanner reads all of Python. */
const patience = 20_000;
/** The oldest that runs the programs that the engine brings. */
export const oldestPython = [3, 9] as const;

interface Remembered {
  readonly stamp: string;
  readonly folders: readonly string[];
  readonly facts: PythonFacts;
}

/** Asks interpreters what they are, once until something in them changes. */
export class PythonProbe {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly run: RunProgram) {}

  /** @returns What the interpreter is, or one sentence why it cannot run jobs. */
  async probe(command: PythonCommand): Promise<PythonFacts | string> {
    const known = this.remembered.get(command[0]);
    if (known !== undefined && (await stampOf(command[0], known.folders)) === known.stamp) return known.facts;
    const answer = await this.ask(command);
    if (typeof answer === 'string') return answer;
    const { executable, folders, libraries } = answer;
    const version = answer.version.join('.');
    const [major, minor] = answer.version;
    if (major < oldestPython[0] || (major === oldestPython[0] && minor < oldestPython[1]))
      return `${command.join(' ')} is Python ${version}, and the local engine needs Python ${oldestPython.join('.')} or newer; choose another interpreter.`;
    const facts = { interpreter: executable, version, libraries };
    // A launcher such as pyenv's may choose another interpreter next time, and nothing in it tells.
    if (executable === command[0])
      this.remembered.set(executable, { stamp: await stampOf(executable, folders), folders, facts });
    return facts;
  }

  private async ask([program, ...args]: PythonCommand): Promise<ProbeAnswer | string> {
    const shown = [program, ...args].join(' ');
    let outcome: ProgramOutcome;
    try {
      outcome = await this.run(program, [...args, '-c', probeProgram], { signal: AbortSignal.timeout(patience) });
    } catch (error) {
      return startProblem(shown, error);
    }
    const answer = readAnswer(outcome.stdout);
    if (answer !== undefined) return answer;
    const why = outcome.stderr.trim().split('\n').at(-1) || `it ended with exit code ${outcome.exitCode}`;
    // Some other program took ours for a file name or for its own language, and says it back.
    if (why.includes('sys.path') || why.includes('import sys'))
      return `${shown} is no Python interpreter; choose another one.`;
    return `${shown} does not work as a Python interpreter (${why}); choose another one.`;
  }
}

function startProblem(shown: string, error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `${shown} said nothing for ${patience / 1000} seconds; choose another Python interpreter.`;
  if (codeOf(error) === 'ENOENT') return `There is no Python interpreter at ${shown}; choose another one.`;
  return `${shown} cannot be started as a Python interpreter (${codeOf(error) ?? messageOf(error)}); choose another one.`;
}

/** Something of the environment may have printed before it. */
function readAnswer(stdout: string): ProbeAnswer | undefined {
  try {
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Partial<ProbeAnswer>;
    return answer.executable && answer.version && answer.libraries && answer.folders
      ? (answer as ProbeAnswer)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Changes with the interpreter and with what is installed. */
async function stampOf(interpreter: string, folders: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    [interpreter, ...folders].map(async (path) => {
      try {
        const { mtimeMs, size } = await stat(path);
        return `${mtimeMs}:${size}`;
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return '';
        throw error;
      }
    }),
  );
  return marks.join(' ');
}
