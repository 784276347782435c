import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { signInFor } from '../../connections/signIn.ts';
import { commands } from '../contributions/ids.ts';
import { connectTo } from './chooseConnectionCommand.ts';

/** **SageMaker: Sign In Again…**: connects the connection in use, with the AWS CLI's sign-in where that is what is missing. */
export function signInCommand(connections: ConnectionsModel) {
  return async (): Promise<void> => {
    const place = connections.active;
    const { choice } = place;
    if (choice.kind === 'local') return void (await vscode.commands.executeCommand(commands.chooseConnection));
    try {
      await connectTo(place);
    } catch (error) {
      const signIn = signInFor(choice, error, vscode.env.remoteName !== undefined);
      if (signIn === undefined) throw error;
      await (await import('./signInTerminal.ts')).signInTerminal(place, signIn);
    }
  };
}
