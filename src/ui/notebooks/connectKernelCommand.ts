import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { commands } from '../contributions/ids.ts';
import { pickResource } from '../resources/pickResources.ts';
import { jupyterApi } from './jupyterApi.ts';
import type { JupyterServers } from './jupyterServers.ts';
import { inService } from './openNotebookCommand.ts';

/** **SageMaker: Use Notebook Instance in Notebook Editor**: makes it a server of kernels for VS Code's own editor, through the Jupyter extension. */
export function connectKernelCommand(connections: ConnectionsModel, servers: JupyterServers) {
  return async (...args: unknown[]): Promise<void> => {
    const target = await pickResource(connections, args, { ...inService, title: 'Use in Notebook Editor' });
    if (target === undefined) return;
    const api = await jupyterApi();
    if (api === undefined) {
      const [find, browser] = ['Find the Extension', 'Open in Browser'];
      const message = "SageMaker: VS Code's notebook editor needs the Jupyter extension for this.";
      const answer = await vscode.window.showInformationMessage(message, find, browser);
      if (answer === find)
        await vscode.commands.executeCommand('workbench.extensions.search', '@id:ms-toolsai.jupyter');
      if (answer === browser) await vscode.commands.executeCommand(commands.openNotebook, target);
      return;
    }
    servers.offer(api, target);
    const notebookEditor = vscode.window.activeNotebookEditor ?? (await openEmptyNotebook());
    await vscode.commands.executeCommand('notebook.selectKernel', { notebookEditor });
  };
}

async function openEmptyNotebook(): Promise<vscode.NotebookEditor> {
  const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '', 'python');
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
  return vscode.window.showNotebookDocument(notebook);
}
