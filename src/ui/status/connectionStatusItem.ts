import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import { Disposable } from '../../shared/disposable.ts';
import { views } from '../contributions/ids.ts';

/** Says in the status bar where jobs run. */
export class ConnectionStatusItem extends Disposable {
  constructor(sessions: LocalSessionModel) {
    super();
    const item = this.register(
      vscode.window.createStatusBarItem('sagemakerWorkbench.connection', vscode.StatusBarAlignment.Left),
    );
    item.name = 'SageMaker Connection';
    item.command = `${views.jobs}.focus`;
    this.register(
      sessions.onDidChange((session) => {
        if (session === undefined) return item.hide();
        item.text = `$(server-process) SageMaker: ${session.connection.label}`;
        item.tooltip = `Jobs run on the local engine (${session.connection.endpoint}), region ${session.connection.region}. No account, no bill.`;
        item.show();
      }),
    );
  }
}
