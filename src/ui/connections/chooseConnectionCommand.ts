import * as vscode from 'vscode';
import { nameOf } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { CancelledError } from '../../connections/awsConnectionError.ts';
import type { Session } from '../../sagemaker/session.ts';

/** **SageMaker: Choose Connection**, also a click on the status bar: where jobs run from now on. */
export function chooseConnectionCommand(connections: ConnectionsModel) {
  return async (): Promise<void> => {
    const { pickConnection } = await import('./pickConnection.ts');
    const { active, recent } = connections;
    const inUse = { recent, session: active.sessions.current };
    const choice = await connections.picked(() => pickConnection(active.choice, inUse));
    if (choice !== undefined) await connections.switchTo(choice, connectTo);
  };
}

/** Connects where the user asked for it, so the user may be asked. @returns Undefined when the user gave no MFA code. */
export async function connectTo({ choice, sessions }: Place): Promise<Session | undefined> {
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `SageMaker: connecting to ${nameOf(choice)}` },
      () => sessions.connect(),
    );
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}
