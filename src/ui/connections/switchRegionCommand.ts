import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { commands } from '../contributions/ids.ts';
import { connectTo } from './chooseConnectionCommand.ts';
import { pickRegion } from './pickConnection.ts';

/** **SageMaker: Switch Region…**: the same account somewhere else. */
export function switchRegionCommand(connections: ConnectionsModel) {
  return async (): Promise<void> => {
    const { choice, sessions } = connections.active;
    if (choice.kind === 'local') {
      const choose = 'Choose Connection…';
      const message = 'SageMaker: the local engine has one region; choose a connection to AWS for another.';
      void vscode.window.showInformationMessage(message, choose).then((answer) => {
        if (answer === choose) void vscode.commands.executeCommand(commands.chooseConnection);
      });
      return;
    }
    const region = await pickRegion(sessions.current?.connection.region ?? choice.region, {
      title: 'SageMaker: Switch Region',
    });
    if (typeof region === 'string') await connections.switchTo({ ...choice, region }, connectTo);
  };
}
