import * as vscode from 'vscode';
import { nameOf } from '../../connections/connectionChoice.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import type { SignIn } from '../../connections/signIn.ts';
import { UserError } from '../../shared/errors.ts';
import { requireTrust } from '../trust.ts';
import { connectTo } from './chooseConnectionCommand.ts';

/** Signs in with the AWS CLI in a terminal, and connects once it has ended well. @throws UserError where it has not. */
export async function signInTerminal(place: Place, { program, args }: SignIn): Promise<void> {
  requireTrust();
  const command = [program, ...args].join(' ');
  const terminal = vscode.window.createTerminal({
    name: 'AWS sign-in',
    shellPath: program,
    shellArgs: [...args],
    iconPath: new vscode.ThemeIcon('sign-in'),
    isTransient: true,
  });
  terminal.show();
  const code = await new Promise<number | undefined>((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      listener.dispose();
      resolve(closed.exitStatus?.code);
    });
  });
  if (code !== 0)
    throw new UserError(
      `The sign-in of ${nameOf(place.choice)} was not finished; run \`${command}\` in a terminal to see why (it needs the AWS CLI).`,
    );
  await connectTo(place);
}
