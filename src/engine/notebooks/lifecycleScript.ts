import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { Command } from '../execution/process/childGroup.ts';
import type { NotebookLog } from './notebookLog.ts';
import { NotebookProgram, within } from './notebookProgram.ts';
import type { NotebookSpace } from './notebookSpace.ts';
import { writeSudo } from './sudoShim.ts';

export type LifecycleHook = 'OnCreate' | 'OnStart';

/** A script of a lifecycle configuration, as an instance runs it. */
export interface LifecycleScript {
  readonly hook: LifecycleHook;
  /** As the configuration has it: decoded. */
  readonly content: string;
  readonly configArn: string;
}

/** NotebookInstanceLifecycleHook in the API reference. */
const timeLimit = 5 * 60_000;

interface ScriptParts {
  readonly space: NotebookSpace;
  readonly instanceArn: string;
  readonly env: Readonly<Record<string, string>>;
  /** How a program sees this machine. */
  readonly wrap: (command: Command) => Command;
  readonly log: NotebookLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Runs a lifecycle script with bash in the instance's folder. What it leaves in the background goes on, as on AWS.
 * @throws JobFailure when it ends with an error, or takes longer than five minutes (in AWS's words: amazon-sagemaker-optuna-hpo-blog #4).
 */
export async function runLifecycleScript(
  { hook, content, configArn }: LifecycleScript,
  { space, instanceArn, env, wrap, log, clock, signal }: ScriptParts,
): Promise<void> {
  const stream = `LifecycleConfig${hook}`;
  const file = join(space.work, `${hook}.sh`);
  await writeFile(file, content);
  const path = [await writeSudo(space.work), env['PATH'] ?? ''].join(delimiter);
  const command = wrap({ program: 'bash', args: [file], env: { ...env, PATH: path }, cwd: space.folder });
  const program = await NotebookProgram.start(command, log, stream);
  const stop = (): void => void program.close(0, clock);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const end = await within(timeLimit, program.end, clock);
  signal.removeEventListener('abort', stop);
  const subject = `Notebook Instance Lifecycle Config '${configArn}' for Notebook Instance '${instanceArn}'`;
  const foreign = content.includes('/home/ec2-user')
    ? ' It names /home/ec2-user, which is not on this machine, nor is its anaconda3: write ~, and leave out conda environments.'
    : '';
  const where = `Please check your CloudWatch logs (${log.nameOf(stream)}) for more details.${foreign}`;
  if (end === undefined) {
    await program.close(0, clock);
    throw new JobFailure(`${subject} took longer than 5 minutes. ${where}`);
  }
  if (end.exitCode !== 0) throw new JobFailure(`${subject} failed: its ${hook} script ${end.words}. ${where}`);
}
