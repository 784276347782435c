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

/** What a view with rows says in Restricted Mode, where the menus lack what changes something; empty where the workspace is trusted. */
export function restrictedNote(): string {
  return vscode.workspace.isTrusted
    ? ''
    : 'Restricted Mode: starting, stopping, creating, deleting and uploading are off until you trust this workspace.';
}
