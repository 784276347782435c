import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import { makeEnvironment, type EnvironmentParts } from './makeEnvironment.ts';

/** The command's argument where the user has been asked already. */
export const agreed = { agreed: true } as const;

/**
 * **SageMaker: Set Up Python Environment**: makes the environment of the local engine, once the user has agreed.
 * @returns Whether it is there now; false when cancelled.
 */
export function setUpPythonCommand(parts: EnvironmentParts) {
  return async (answer: unknown): Promise<boolean> => {
    requireTrust();
    if (answer !== agreed && !(await agrees(parts.stateDirectory()))) return false;
    const isThere = await makeEnvironment(parts, 'setup-python', 'Python environment');
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
