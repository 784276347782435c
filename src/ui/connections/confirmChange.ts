import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import { productionQuestion, type Production } from '../../connections/production.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import { mayBeProduction } from './productionOf.ts';

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
 * Asks before something is changed in production, and where it could not be found out whether it is; elsewhere it is true at once. Called before
 * every write to a place.
 * @returns Whether to go on.
 */
export async function confirmChange({ choice, sessions }: Place, change: Change): Promise<boolean> {
  if (choice.kind === 'local') return true;
  const session = await sessions.connect();
  const production = await mayBeProduction(choice, session);
  return production === undefined || askInProduction(change, session.connection, production);
}

/** Asks in any case, as of production. @returns Whether to go on. */
export async function askInProduction(
  { verb, what, detail }: Change,
  { accountId, region, label }: Connection,
  production: Production,
): Promise<boolean> {
  const facts = [
    ...(detail === undefined ? [] : [detail, '']),
    `Account: ${accountId}`,
    `Region: ${region}`,
    `Connection: ${label}`,
    '',
    `You are asked because ${production.reason}.`,
  ];
  const question = productionQuestion(`${verb} ${what}?`, production);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: facts.join('\n') }, verb)) === verb;
}
