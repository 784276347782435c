import { PythonProbe } from '../execution/python/probePython.ts';
import { PythonEnvironmentLoader } from '../execution/python/pythonEnvironmentLoader.ts';
import { pinnedRequirements } from '../execution/python/pythonRequirements.ts';
import { PythonSetup } from '../execution/python/pythonSetup.ts';
import { runProgram } from '../execution/python/runProgram.ts';
import type { EngineCommand } from './commandLine.ts';

/**
 * `sagemaker-local setup-python`. Ctrl+C ends it, and so does the end of an editor that started it; both leave nothing half.
 * @throws UserError when the environment cannot be made.
 */
export async function setUpPython(
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
  const parts = { stateDirectory, env, bases, probe, run: runProgram, requirementsFor: pinnedRequirements, report };
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
