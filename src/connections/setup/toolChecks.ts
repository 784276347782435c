import { join } from 'node:path';
import { jupyterDirectory, readMadeEnvironment } from '../../shared/node/madeEnvironment.ts';
import { PythonProbe } from '../../shared/node/probePython.ts';
import { PythonEnvironmentLoader } from '../../shared/node/pythonEnvironmentLoader.ts';
import type { PythonEnvironment } from '../../shared/node/pythonAnswer.ts';
import { platform } from '../../shared/node/platform.ts';
import { codeOf } from '../../shared/errors.ts';
import { good, result, type CheckResult, type SetupCheck } from './setupCheck.ts';
import type { SetupParts } from './setupParts.ts';

const setUpPython = { kind: 'action', action: 'setUpPython', title: 'Set Up Python Environment' } as const;
const getPython = { kind: 'page', url: 'https://www.python.org/downloads/', title: 'Get Python' } as const;
const setUpJupyter = { kind: 'action', action: 'setUpJupyter', title: 'Set Up Jupyter' } as const;
const getExtension = {
  kind: 'action',
  action: 'installJupyterExtension',
  title: 'Find the Jupyter Extension',
} as const;

/** Python as a local job would get it: the first with XGBoost, else the first that works. */
export function pythonCheck({ interpreters, stateDirectory, env, run }: SetupParts): SetupCheck {
  const find = async (signal: AbortSignal): Promise<CheckResult> => {
    const probe = new PythonProbe((program, args, options) => run(program, args, { ...options, signal }));
    const places = { stateDirectory, interpreter: undefined, searchPath: env['PATH'] ?? '' };
    const loader = new PythonEnvironmentLoader(places, probe);
    const found = await Promise.all([...(await interpreters()), undefined].map((wanted) => loader.find(wanted)));
    const working = found.filter((one): one is PythonEnvironment => typeof one !== 'string');
    const best = working.find(({ libraries }) => libraries['xgboost'] !== undefined) ?? working[0];
    const problem = found.find((one) => typeof one === 'string') ?? '';
    if (best === undefined)
      return result('warning', `No Python works here, so scripts do not run locally: ${problem}`, getPython);
    const { version, interpreter, libraries } = best;
    if (libraries['xgboost'] !== undefined)
      return good(`Python ${version} with xgboost ${libraries['xgboost']} (${interpreter}).`);
    const lack = `Python ${version} has no xgboost, which scripts may import (${interpreter}).`;
    return result('warning', lack, setUpPython);
  };
  return { label: 'Python', patience: 25_000, run: find };
}

/** Client and engine. No local job needs it. */
export function dockerCheck({ run }: SetupParts): SetupCheck {
  const look = async (signal: AbortSignal): Promise<CheckResult> => {
    const answer = await ask(run('docker', ['version', '--format', '{{json .}}'], { signal }));
    if (answer === undefined) return result('absent', 'Not installed; only images of your own need it.', getDocker);
    const versions = versionsIn(answer.stdout);
    if (versions.client === undefined)
      return result('warning', `docker does not work: ${lastLine(answer.stderr)}`, getDocker);
    if (versions.engine === undefined) {
      const silent = `Docker ${versions.client}: its engine does not answer; only images of your own need it.`;
      return result('absent', silent, startDocker);
    }
    return good(`Docker ${versions.client}, and its engine ${versions.engine} answers.`);
  };
  return { label: 'Docker', patience: 10_000, run: look };
}

const getDocker = {
  kind: 'page',
  url: 'https://docs.docker.com/get-started/get-docker/',
  title: 'Get Docker',
} as const;
const startDocker = {
  kind: 'page',
  url: 'https://docs.docker.com/engine/daemon/start/',
  title: 'How to Start It',
} as const;
const getGit = { kind: 'page', url: 'https://git-scm.com/downloads', title: 'Get Git' } as const;

export function gitCheck({ run }: SetupParts): SetupCheck {
  const look = async (signal: AbortSignal): Promise<CheckResult> => {
    const answer = await ask(run('git', ['--version'], { signal }));
    const version = /\d+\.\d+[\w.]*/.exec(answer?.stdout ?? '')?.[0];
    if (version !== undefined) return good(`Git ${version}.`);
    return result('absent', 'Not installed; only repositories on local notebook instances need it.', getGit);
  };
  return { label: 'Git', patience: 10_000, run: look };
}

/** Jupyter twice: of local notebook instances, and the editor's extension that opens them. */
export function jupyterCheck({ stateDirectory, hasJupyterExtension, run }: SetupParts): SetupCheck {
  const look = async (signal: AbortSignal): Promise<CheckResult> => {
    const directory = jupyterDirectory(stateDirectory);
    const made = await readMadeEnvironment(directory);
    if (made === undefined) return result('absent', 'Not set up; only local notebook instances need it.', setUpJupyter);
    const python = platform.venvPython(join(directory, made.folder));
    const answer = await ask(run(python, ['-m', 'jupyter_server', '--version'], { signal }));
    if (answer?.exitCode !== 0)
      return result('bad', 'The Jupyter of local notebook instances no longer works; set it up again.', setUpJupyter);
    const version = lastLine(answer.stdout);
    if (!hasJupyterExtension)
      return result(
        'good',
        `Jupyter Server ${version}; the editor has no Jupyter extension, so notebooks open in the browser.`,
        getExtension,
      );
    return good(`Jupyter Server ${version} for local notebook instances, and the editor's Jupyter extension.`);
  };
  return { label: 'Jupyter', patience: 25_000, run: look };
}

/** Undefined where there is no such program. */
async function ask<T>(running: Promise<T>): Promise<T | undefined> {
  try {
    return await running;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') return undefined;
    throw error;
  }
}

/** The client answers although its engine does not; then there is no server in it. */
function versionsIn(output: string): { readonly client?: string; readonly engine?: string } {
  try {
    const { Client, Server } = JSON.parse(output) as Record<string, { readonly Version?: string } | null>;
    return { ...(Client?.Version && { client: Client.Version }), ...(Server?.Version && { engine: Server.Version }) };
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
