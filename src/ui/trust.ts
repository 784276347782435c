import * as vscode from 'vscode';
import { UserError } from '../shared/errors.ts';

/**
 * Ends what may not be done in a workspace that is not trusted.
 * @param done - What is not done there, as a participle.
 * @throws UserError about trust.
 */
export function requireTrust(done = 'run'): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(`This workspace is not trusted, so nothing in it is ${done}; trust it first.`, {
    about: 'trust',
  });
}
