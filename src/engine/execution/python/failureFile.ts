import { mkdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors.ts';
import { cutMiddle } from './errorExcerpt.ts';
import { hintsOf, type ScriptSurroundings } from './failureHints.ts';

/** What a step of script mode failed at, by the training toolkit's names (sagemaker_training/errors.py). */
export interface StepFailure {
  readonly kind: 'ExecuteUserScriptError' | 'InstallRequirementsError' | 'InstallModuleError';
  readonly exitCode: number;
  /** What its output says of the reason, in at most so many characters; empty when it said nothing. */
  readonly said: (limit: number) => string;
  readonly command: string;
  readonly surroundings: ScriptSurroundings;
}

/** Writes `output/failure` unless the script has written one: its own words come first. */
export async function writeFailureFile(mlRoot: string, failure: StepFailure): Promise<void> {
  try {
    await mkdir(join(mlRoot, 'output'), { recursive: true }); // the script may have removed it
    await writeFile(join(mlRoot, 'output', 'failure'), failureText(failure), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * The toolkit's text (contract, section 5), in the length that a failure reason shows. The toolkit knows ExtraInfo for exit code 137 only, and
 * writes an empty ErrorMessage for a program that said nothing; here other signals and silence get their words too.
 */
function failureText({ kind, exitCode, said, command, surroundings }: StepFailure): string {
  const message = said(shown);
  const extra = [
    signalInfo(exitCode) ?? (message === '' ? silence : undefined),
    exitCode === 137 ? ownExitCode : undefined,
    ...hintsOf(message, surroundings),
  ]
    .filter((info) => info !== undefined)
    .map((info) => `ExtraInfo "${info}"`);
  const text = (error: string, shownCommand: string): string =>
    [`${kind}:`, `ExitCode ${exitCode}`, `ErrorMessage "${error}"`, ...extra, `Command "${shownCommand}"`].join('\n');
  const room = shown - text('', '').length;
  const error = said(Math.max(room - command.length, Math.ceil(room / 2)));
  return text(error, cutMiddle(command, room - error.length));
}

/** What is left of 1,024 characters beside the prefix and the exit code that the service adds. */
const shown = 980;

/** Beside the toolkit's words for 137, which it says of a script that ends with `sys.exit(137)` too. */
const ownExitCode = 'The script itself may have ended with exit code 137';

const silence = 'The program said nothing before it ended';

/** 128 and the signal's number, as Docker and a shell report it. */
function signalInfo(exitCode: number): string | undefined {
  if (exitCode === 137) return 'OutOfMemory: Process killed by SIGKILL (signal 9)';
  const [name] = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128) ?? [];
  if (name === undefined) return undefined;
  const meaning = name === 'SIGSEGV' ? 'Segmentation fault: ' : '';
  return `${meaning}Process ended by ${name} (signal ${exitCode - 128})`;
}
