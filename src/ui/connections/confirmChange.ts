import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import { productionOf } from './productionOf.ts';

/** What is about to be changed. */
export interface Change {
  /** As its button says: `Delete`, `Deploy`. */
  readonly verb: string;
  /** With its article: `the endpoint churn`, `3 models`. */
  readonly what: string;
  /** What else should be known before, in a sentence or a few lines. */
  readonly detail?: string;
}

/**
 * Asks before something is changed in production; elsewhere it is true at once. Called before every write to a place.
 * @returns Whether to go on.
 */
export async function confirmChange({ choice, sessions }: Place, { verb, what, detail }: Change): Promise<boolean> {
  if (choice.kind === 'local') return true;
  const session = await sessions.connect();
  const reason = await productionOf(choice, session);
  if (reason === undefined) return true;
  const { accountId, region, label } = session.connection;
  const facts = [
    ...(detail === undefined ? [] : [detail, '']),
    `Account: ${accountId}`,
    `Region: ${region}`,
    `Connection: ${label}`,
    '',
    `You are asked because ${reason}.`,
  ];
  const question = `${verb} ${what} in PRODUCTION?`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: facts.join('\n') }, verb)) === verb;
}
