import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { definitionTarget } from './definitionTarget.ts';

/** **SageMaker: Copy as AWS CLI Command**: what *Run* would send where one works, for a terminal; nothing is sent. */
export function copyAsCliCommand(connections: Pick<ConnectionsModel, 'active'>, defaults: RunDefaults) {
  return async (target: unknown): Promise<void> => {
    const document = await definitionTarget(target);
    if (document === undefined) return;
    const { sessions } = connections.active;
    const [{ cliCommandOf }, session] = await Promise.all([import('../../jobs/submitTo.ts'), sessions.connect()]);
    const chosen = defaults.of(session.connection);
    const command = await cliCommandOf(session, definitionFileOf(document), systemClock, chosen);
    await vscode.env.clipboard.writeText(command);
    void vscode.window.showInformationMessage('SageMaker: the command is on the clipboard.');
  };
}
