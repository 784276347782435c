import * as vscode from 'vscode';
import type { LocalEngine } from '../../local/localEngine.ts';
import type { Log } from '../log.ts';

/** What an environment of the local engine is made with. */
export interface EnvironmentParts {
  readonly engine: LocalEngine;
  readonly stateDirectory: () => string;
  readonly log: Log;
}

/** Makes an environment of the local engine in a process of its own, in a notification with *Cancel*. @returns False when cancelled. */
export async function makeEnvironment(
  { engine, stateDirectory, log }: EnvironmentParts,
  verb: 'setup-python' | 'setup-jupyter',
  title: string,
): Promise<boolean> {
  const options = { location: vscode.ProgressLocation.Notification, title: `SageMaker: ${title}`, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    progress.report({ message: 'Starting…' });
    const { setupPythonProcess } = await import('../../local/setupPythonProcess.ts');
    const { entry } = await engine.install();
    const report = (line: string): void => {
      log.info(line);
      progress.report({ message: line });
    };
    const { signal } = cancelled;
    return setupPythonProcess({ verb, entry, stateDirectory: stateDirectory(), report, signal });
  });
}
