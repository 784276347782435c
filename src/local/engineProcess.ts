import { spawn } from 'node:child_process';
import { UserError } from '../shared/errors.ts';

/** Starts the engine in the background and resolves when it is ready. Passed in, so that tests own processes. */
export type StartEngine = (entry: string, stateDirectory: string, log: (line: string) => void) => Promise<void>;

/**
 * Runs `engine.js --background`, which returns when the detached engine answers.
 * @throws UserError with the engine's own sentence when it cannot start.
 */
export const startEngineProcess: StartEngine = (entry, stateDirectory, log) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, '--background', '--json', '--state', stateDirectory], {
      env: engineEnvironment(process.env),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let said = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      said += text;
      log(text.trimEnd());
    });
    child.once('error', (cause) =>
      reject(new UserError(`The local engine could not be started: ${cause.message}.`, { cause })),
    );
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new UserError(
            said.trim() || `The local engine ended with code ${code} before it was ready; see the SageMaker log.`,
          ),
        );
    });
  });

/** The editor's own variables would change how Node runs, and the user's AWS variables are nothing that the engine needs. */
export function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(NODE_OPTIONS|NODE_INSPECT.*|VSCODE_.*|AWS_.*)$/.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
