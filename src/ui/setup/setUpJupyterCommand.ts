import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import { makeEnvironment, type EnvironmentParts } from './makeEnvironment.ts';

/**
 * **SageMaker: Set Up Jupyter**: makes the environment of local notebook instances, once the user has agreed.
 * @returns Whether it is there now; false when cancelled.
 */
export function setUpJupyterCommand(parts: EnvironmentParts) {
  return async (): Promise<boolean> => {
    requireTrust();
    if (!(await agrees(parts.stateDirectory()))) return false;
    const isThere = await makeEnvironment(parts, 'setup-jupyter', 'Jupyter');
    if (isThere)
      void vscode.window.showInformationMessage('SageMaker: Jupyter is ready for notebook instances on this machine.');
    return isThere;
  };
}

async function agrees(stateDirectory: string): Promise<boolean> {
  const setUp = 'Set Up';
  const detail = `It is for notebook instances on this machine, with JupyterLab, boto3, Matplotlib and the libraries of jobs: about 1.2 GB from PyPI, kept under ${stateDirectory}. It changes no other Python; one that is there already stays.`;
  const question = 'Set up Jupyter?';
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, setUp)) === setUp;
}
