import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { loadedChunks } from '../../shared/node/loadedChunks.ts';
import { redact } from '../../shared/redact.ts';

/** **SageMaker: Copy Diagnostics**: what a bug report needs, with secrets removed. */
export function copyDiagnosticsCommand(connections: ConnectionsModel, version: string, stateDirectory: () => string) {
  return async (): Promise<void> => {
    const { current } = connections.active.sessions;
    const report = {
      extension: version,
      editor: `${vscode.env.appName} ${vscode.version}`,
      host: {
        platform: process.platform,
        arch: process.arch,
        node: process.version,
        remote: vscode.env.remoteName ?? 'none',
        ui: vscode.UIKind[vscode.env.uiKind],
      },
      trusted: vscode.workspace.isTrusted,
      folders: vscode.workspace.workspaceFolders?.length ?? 0,
      connection: current === undefined ? 'none' : { id: current.connection.id, endpoint: current.connection.endpoint },
      stateDirectory: stateDirectory(),
      loadedChunks: loadedChunks(),
    };
    await vscode.env.clipboard.writeText(redact(JSON.stringify(report, undefined, 2)));
    void vscode.window.showInformationMessage('SageMaker: Diagnostics copied to the clipboard.');
  };
}
