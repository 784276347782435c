import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors.ts';

/** What a step of script mode failed at, by the training toolkit's names (sagemaker_training/errors.py). */
export interface StepFailure {
  readonly kind: 'ExecuteUserScriptError' | 'InstallRequirementsError' | 'InstallModuleError';
  readonly exitCode: number;
  readonly said: string;
  readonly command: string;
}

/** Writes `output/failure` unless the script has written one: its own words come first. */
export async function writeFailureFile(mlRoot: string, failure: StepFailure): Promise<void> {
  try {
    await writeFile(join(mlRoot, 'output', 'failure'), failureText(failure), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** The toolkit's text (contract, section 5). */
function failureText({ kind, exitCode, said, command }: StepFailure): string {
  const extra = exitCode === 137 ? ['ExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"'] : [];
  return [`${kind}:`, `ExitCode ${exitCode}`, `ErrorMessage "${said}"`, ...extra, `Command "${command}"`].join('\n');
}
