import { jupyterDirectory, pythonDirectory } from '../../shared/node/madeEnvironment.ts';
import { jupyterPythons, jupyterRequirements } from '../execution/python/jupyterRequirements.ts';
import { PythonProbe } from '../../shared/node/probePython.ts';
import { PythonEnvironmentLoader } from '../../shared/node/pythonEnvironmentLoader.ts';
import { pinnedRequirements, supportedPythons } from '../execution/python/pythonRequirements.ts';
import { PythonSetup, type PythonSetupParts } from '../execution/python/pythonSetup.ts';
import { runProgram } from '../execution/python/runProgram.ts';
import type { EngineCommand } from './commandLine.ts';

type Kind = Pick<PythonSetupParts, 'directory' | 'verb' | 'modules' | 'requirementsFor' | 'supportedPythons'>;

/** What each verb makes in a state directory. */
const kinds = {
  'setup-python': (state: string): Kind => ({
    directory: pythonDirectory(state),
    verb: 'setup-python',
    modules: [],
    requirementsFor: pinnedRequirements,
    supportedPythons: supportedPythons(),
  }),
  'setup-jupyter': (state: string): Kind => ({
    directory: jupyterDirectory(state),
    verb: 'setup-jupyter',
    modules: ['jupyterlab', 'jupyter_server.serverapp', 'ipykernel', 'boto3', 'matplotlib'],
    requirementsFor: jupyterRequirements,
    supportedPythons: jupyterPythons,
  }),
};

/**
 * `sagemaker-local setup-python` and `setup-jupyter`. Ctrl+C ends it, and so does the end of an editor that started it; both leave nothing half.
 * @throws UserError when the environment cannot be made.
 */
export async function setUpPython(
  verb: keyof typeof kinds,
  { stateDirectory, python }: EngineCommand,
  env: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<void> {
  const cancelled = new AbortController();
  const cancel = (): void => cancelled.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel);
  process.on('disconnect', cancel);
  const probe = new PythonProbe(runProgram);
  const bases = new PythonEnvironmentLoader(
    { stateDirectory: undefined, interpreter: undefined, searchPath: env['PATH'] ?? '' },
    probe,
  );
  const parts = { ...kinds[verb](stateDirectory), env, bases, probe, run: runProgram, report };
  try {
    const { facts, wasThere } = await new PythonSetup(parts).make(python, cancelled.signal);
    const libraries = Object.entries(facts.libraries).map(([name, version]) => `${name} ${version}`);
    report(
      `${wasThere ? 'It is there already' : 'Ready'}: ${facts.interpreter} (Python ${facts.version}, ${libraries.join(', ')}).`,
    );
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
    report('Cancelled; nothing was left behind.');
    process.exitCode = cancelledCode;
  }
  if (process.connected) process.disconnect();
}

/** What a shell reports for a program that Ctrl+C ended. */
const cancelledCode = 130;
