import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from '../shared/errors.ts';
import { engineEnvironment } from './engineProcess.ts';

/** What the engine's program can make. */
const environments = {
  'setup-python': 'The Python environment',
  'setup-jupyter': 'Jupyter',
} as const;

/** What one of them is made with. */
export interface SetupPythonOptions {
  readonly verb: keyof typeof environments;
  readonly entry: string;
  readonly stateDirectory: string;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs `engine.js setup-python` or `setup-jupyter`. When this process ends, or the signal aborts, the child removes what is half and ends.
 * @returns False when it was cancelled.
 * @throws UserError with its sentence when the environment could not be made.
 */
export function setupPythonProcess({
  verb,
  entry,
  stateDirectory,
  report,
  signal,
}: SetupPythonOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, verb, '--state', stateDirectory], {
      env: engineEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
    });
    let problem = '';
    child.once('message', (sentence) => (problem = typeof sentence === 'string' ? sentence : ''));
    if (child.stdout !== null) createInterface(child.stdout).on('line', report);
    child.stderr?.resume(); // what it says there comes as a message too
    // Its own signal for the end: one that Windows knows as well.
    const cancel = (): void => {
      if (child.connected) child.disconnect();
    };
    signal.addEventListener('abort', cancel);
    child.once('error', (cause) =>
      reject(new UserError(`${environments[verb]} could not be set up: ${cause.message}.`, { cause })),
    );
    // After a disconnect there is no 'close'; before 'close' the message may still be on its way.
    child.once('exit', (code) => {
      signal.removeEventListener('abort', cancel);
      if (code === 0 || signal.aborted) resolve(code === 0);
    });
    child.once('close', (code) => {
      if (code !== 0)
        reject(
          new UserError(
            problem ||
              `Setting up ${verb === 'setup-python' ? 'Python' : 'Jupyter'} ended with code ${code}; see the SageMaker log.`,
          ),
        );
    });
    if (signal.aborted) cancel();
  });
}
