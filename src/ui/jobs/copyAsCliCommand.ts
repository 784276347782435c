import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { connectionToLook } from './connectionToLook.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { definitionTarget } from './definitionTarget.ts';

/** **SageMaker: Copy Definition as AWS CLI Command**: what *Run* would send where one works, for a terminal; nothing is sent. */
export function copyAsCliCommand(connections: Pick<ConnectionsModel, 'active'>, defaults: RunDefaults) {
  return async (target: unknown): Promise<void> => {
    const document = await definitionTarget(target);
    if (document === undefined) return;
    const { checkDefinition, cliCommandOf } = await import('../../jobs/submitTo.ts');
    const file = definitionFileOf(document);
    await checkDefinition(file);
    const connection = await connectionToLook(connections.active);
    const command = await cliCommandOf({ connection }, file, systemClock, defaults.of(connection));
    await vscode.env.clipboard.writeText(command);
    void vscode.window.showInformationMessage('SageMaker: the command is on the clipboard.');
  };
}
