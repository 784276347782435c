import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { ResolvedJob } from '../../jobs/resolve.ts';
import type { PythonCandidate, PythonChoice, PythonNeed } from '../../local/pythonChoice.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import { UserError } from '../../shared/errors.ts';
import { runners, type RunnerWish } from '../../shared/node/runnerWish.ts';
import { commands, settings } from '../contributions/ids.ts';
import { activeInterpreter, hasPythonExtension } from './pythonExtension.ts';
import { agreed } from './setUpPythonCommand.ts';

/** A job to be run locally, and the definition that it comes from. */
export interface WishedJob {
  readonly connection: Connection;
  readonly job: Pick<ResolvedJob, 'trainings' | 'uploads'>;
  /** Absolute, as is `workspaceRoot`. */
  readonly file: { readonly path: string; readonly workspaceRoot: string };
}

/**
 * How a local job is to be run, by the settings and the interpreters that are there; the user is asked where none of them will do.
 * @returns Undefined when the user cancelled.
 * @throws UserError when a setting is wrong.
 */
export async function runnerWishFor(wished: WishedJob, log: (line: string) => void): Promise<RunnerWish | undefined> {
  const runner = runnerSetting();
  const [{ pythonNeedOf }, { nodeDefinitionFiles }] = await Promise.all([
    import('../../jobs/pythonNeed.ts'),
    import('../../jobs/nodeDefinitionFiles.ts'),
  ]);
  const need = await pythonNeedOf(wished.job, runner, nodeDefinitionFiles);
  if (need === undefined) return { runner };
  for (;;) {
    const choice = await choose(wished, need, log);
    if (choice.kind === 'chosen') return wishFor(runner, choice.interpreter);
    if (interpreterSetting() !== undefined)
      throw new UserError(`The setting ${settings.python} names no usable Python: ${choice.problem}`);
    const answer = await askUser(choice);
    if (answer === 'cancel') return undefined;
    if (answer === 'anyway') return wishFor(runner, choice.usable?.interpreter);
  }
}

function wishFor(runner: RunnerWish['runner'], interpreter: string | undefined): RunnerWish {
  return { runner, ...(interpreter === undefined ? {} : { interpreter }) };
}

async function choose(
  { connection, file }: WishedJob,
  need: PythonNeed,
  log: (line: string) => void,
): Promise<PythonChoice> {
  const [{ choosePython }, { askPython }] = await Promise.all([
    import('../../local/pythonChoice.ts'),
    import('../../local/engineControl.ts'),
  ]);
  const credentials =
    typeof connection.credentials === 'function' ? await connection.credentials() : connection.credentials;
  return choosePython(await candidatesFor(file, log), need, (interpreter) =>
    askPython(connection.endpoint ?? '', credentials, interpreter),
  );
}

async function candidatesFor(
  { path, workspaceRoot }: WishedJob['file'],
  log: (line: string) => void,
): Promise<PythonCandidate[]> {
  const setting = interpreterSetting();
  if (setting !== undefined) return [{ interpreter: setting, origin: 'setting' }];
  if (!vscode.workspace.isTrusted) return []; // to ask a folder's interpreter what it is runs it
  const { workspacePythons } = await import('../../local/workspacePythons.ts');
  const active = await activeInterpreter(vscode.Uri.file(path), log);
  return [
    ...(active === undefined ? [] : [{ interpreter: active, origin: 'python-extension' } as const]),
    ...workspacePythons(path, workspaceRoot).map((interpreter) => ({ interpreter, origin: 'workspace' }) as const),
  ];
}

async function askUser({ problem, usable }: PythonChoice & { kind: 'none' }): Promise<'again' | 'anyway' | 'cancel'> {
  const setUp = 'Set Up Python Environment';
  const pick = 'Choose Interpreter…';
  const anyway = 'Run Anyway';
  const answer = await vscode.window.showWarningMessage(
    'This job needs a Python with its libraries.',
    {
      modal: true,
      detail: `${problem}\n\n${setUp} makes one for local jobs with XGBoost, scikit-learn, pandas and PyArrow (about 1 GB). It changes no other Python.`,
    },
    ...[setUp, pick, ...(usable === undefined ? [] : [anyway])],
  );
  if (answer === anyway) return 'anyway';
  if (answer === setUp)
    return (await vscode.commands.executeCommand(commands.setUpPython, agreed)) === true ? 'again' : 'cancel';
  return answer === pick && (await pickInterpreter()) ? 'again' : 'cancel';
}

/** @returns Whether one was picked. */
async function pickInterpreter(): Promise<boolean> {
  if (hasPythonExtension()) {
    await vscode.commands.executeCommand('python.setInterpreter');
    return true;
  }
  const [file] =
    (await vscode.window.showOpenDialog({ title: 'Python for local jobs (kept in the settings)', openLabel: 'Use' })) ??
    [];
  if (file === undefined) return false;
  await vscode.workspace.getConfiguration().update(settings.python, file.fsPath, vscode.ConfigurationTarget.Global);
  return true;
}

function interpreterSetting(): string | undefined {
  const path = vscode.workspace.getConfiguration().get<string>(settings.python)?.trim() || undefined;
  if (path !== undefined && !isAbsolute(path))
    throw new UserError(`The setting ${settings.python} takes an absolute path, not '${path}'; correct it.`);
  return path;
}

function runnerSetting(): RunnerWish['runner'] {
  const value = vscode.workspace.getConfiguration().get<string>(settings.runner) ?? 'auto';
  const known = runners.find((runner) => runner === value);
  if (known === undefined)
    throw new UserError(`The setting ${settings.runner} takes ${runners.join(', ')}, not '${value}'; correct it.`);
  return known;
}
