import * as vscode from 'vscode';
import type { SetupFix } from '../../connections/setup/setupCheck.ts';
import { commands } from '../contributions/ids.ts';
import { requireTrust } from '../trust.ts';

/**
 * Does what a row offers.
 * @returns Whether it is done, so that the set-up can be looked at again; false for what goes on elsewhere.
 */
export async function applyFix(fix: SetupFix, startEngine: () => Promise<unknown>): Promise<boolean> {
  switch (fix.kind) {
    case 'page':
      await vscode.env.openExternal(vscode.Uri.parse(fix.url));
      return false;
    case 'terminal': {
      const terminal = vscode.window.createTerminal({ name: 'SageMaker' });
      terminal.show();
      terminal.sendText(fix.line, false); // the user presses Enter
      return false;
    }
    case 'action':
      return applyAction(fix.action, startEngine);
  }
}

async function applyAction(
  action: Extract<SetupFix, { kind: 'action' }>['action'],
  startEngine: () => Promise<unknown>,
): Promise<boolean> {
  const run = (id: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(id, ...args);
  switch (action) {
    case 'setUpPython':
      return (await run(commands.setUpPython)) === true;
    case 'setUpJupyter':
      return (await run(commands.setUpJupyter)) === true;
    case 'startEngine':
      requireTrust();
      await startEngine();
      return true;
    case 'chooseConnection':
      await run(commands.chooseConnection);
      return true;
    case 'trust':
      await run('workbench.trust.manage');
      return false;
    case 'showLog':
      await run(commands.showLog);
      return false;
    case 'installJupyterExtension':
      await run('workbench.extensions.search', '@id:ms-toolsai.jupyter');
      return false;
  }
}
