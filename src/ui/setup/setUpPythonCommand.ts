import * as vscode from 'vscode';
import type { LocalEngine } from '../../local/localEngine.ts';
import type { Log } from '../log.ts';

/**
 * **SageMaker: Set Up Python Environment**: makes the environment of the local engine, in a process of its own.
 * @returns Whether it is there now; false when cancelled.
 */
export function setUpPythonCommand(engine: LocalEngine, stateDirectory: () => string, log: Log) {
  return async (): Promise<boolean> => {
    const isThere = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'SageMaker: Python environment', cancellable: true },
      async (progress, token) => {
        const cancelled = new AbortController();
        token.onCancellationRequested(() => cancelled.abort());
        progress.report({ message: 'Starting…' });
        const { setupPythonProcess } = await import('../../local/setupPythonProcess.ts');
        const { entry } = await engine.install();
        const report = (line: string): void => {
          log.info(line);
          progress.report({ message: line });
        };
        return setupPythonProcess({ entry, stateDirectory: stateDirectory(), report, signal: cancelled.signal });
      },
    );
    if (isThere)
      void vscode.window.showInformationMessage('SageMaker: The Python environment is ready for local jobs.');
    return isThere;
  };
}
