import * as vscode from 'vscode';
import { changeQuestion, type Change, type ChangedPlace } from '../../connections/changeQuestion.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import type { Production } from '../../connections/production.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import { mayBeProduction } from './productionOf.ts';

/** The first button of a dialog about production, the one that Enter takes: the Enter of the question before may come twice. */
export const changeNothing = 'Change Nothing';

/**
 * Asks before something is changed in production, and where it could not be found out whether it is; elsewhere it is true at once. Called before
 * every write to a place, but where a word was typed for it that is asked for with `changedPlaces`.
 * @returns Whether to go on.
 */
export async function confirmChange(place: Place, change: Change): Promise<boolean> {
  if (place.choice.kind === 'local') return true;
  const { connection, production } = await changedPlace(place);
  return production === undefined || askInProduction(change, connection, production);
}

/** Asks in any case, as of production. @returns Whether to go on. */
export async function askInProduction(
  change: Change,
  connection: Connection,
  production: Production,
): Promise<boolean> {
  const { question, detail } = changeQuestion(change, connection, production);
  const options = { modal: true, detail };
  return (await vscode.window.showWarningMessage(question, options, changeNothing, change.verb)) === change.verb;
}

/** What a question that is answered by typing has to say of where the change is made: each place once. */
export function changedPlaces(places: readonly Place[]): Promise<ChangedPlace[]> {
  const bySessions = new Map(places.map((place) => [place.sessions, place]));
  return Promise.all([...bySessions.values()].map(changedPlace));
}

async function changedPlace({ choice, sessions }: Place): Promise<ChangedPlace> {
  const session = await sessions.connect();
  return { connection: session.connection, production: await mayBeProduction(choice, session) };
}
