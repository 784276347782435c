import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { loadedChunks } from '../../shared/node/loadedChunks.ts';
import { redact } from '../../shared/redact.ts';

/** **SageMaker: Copy Diagnostics**: what a bug report needs, with secrets removed. */
export function copyDiagnosticsCommand(sessions: LocalSessionModel, version: string, stateDirectory: () => string) {
  return async (): Promise<void> => {
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
      connection:
        sessions.current === undefined
          ? 'none'
          : { id: sessions.current.connection.id, endpoint: sessions.current.connection.endpoint },
      stateDirectory: stateDirectory(),
      loadedChunks: loadedChunks(),
    };
    await vscode.env.clipboard.writeText(redact(JSON.stringify(report, undefined, 2)));
    void vscode.window.showInformationMessage('SageMaker: Diagnostics copied to the clipboard.');
  };
}
