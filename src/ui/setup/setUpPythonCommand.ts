import * as vscode from 'vscode';
import type { LocalEngine } from '../../local/localEngine.ts';
import type { Log } from '../log.ts';
import { requireTrust } from '../trust.ts';

/** The command's argument where the user has been asked already. */
export const agreed = { agreed: true } as const;

/**
 * **SageMaker: Set Up Python Environment**: makes the environment of the local engine, in a process of its own, once the user has agreed.
 * @returns Whether it is there now; false when cancelled.
 */
export function setUpPythonCommand(engine: LocalEngine, stateDirectory: () => string, log: Log) {
  return async (answer: unknown): Promise<boolean> => {
    requireTrust();
    if (answer !== agreed && !(await agrees(stateDirectory()))) return false;
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

async function agrees(stateDirectory: string): Promise<boolean> {
  const setUp = 'Set Up';
  const detail = `It is for local jobs, with XGBoost, scikit-learn, pandas and PyArrow: about 1 GB from PyPI, kept under ${stateDirectory}. It changes no other Python; one that is there already stays.`;
  const question = 'Set up a Python environment?';
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, setUp)) === setUp;
}
