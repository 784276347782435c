import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../connections/connectionChoice.ts';
import { usualProductionNames, type Production } from '../../connections/production.ts';
import type { Session } from '../../sagemaker/session.ts';
import { settings } from '../contributions/ids.ts';

/** Who changes something does not wait longer to learn whether that is production. */
const patience = 5_000;

/** Why a connection counts as production by what the user calls so, as far as it is known; undefined where it does not. The local engine never does. */
export async function productionOf(
  choice: ConnectionChoice,
  session: Session | undefined,
): Promise<string | undefined> {
  const production = await look(choice, session);
  return production?.isCertain === true ? production.reason : undefined;
}

/** Why to ask before something is changed there: it is production, or that could not be found out in time. */
export function mayBeProduction(choice: ConnectionChoice, session: Session): Promise<Production | undefined> {
  return look(choice, session, { patience });
}

async function look(
  choice: ConnectionChoice,
  session: Session | undefined,
  more: { readonly patience?: number } = {},
): Promise<Production | undefined> {
  if (choice.kind === 'local') return undefined;
  const { placeProduction } = await import('../../connections/placeProduction.ts');
  return placeProduction(choice, session, { env: process.env, patterns: productionNames(), ...more });
}

/** What the user calls production. */
export function productionNames(): readonly string[] {
  const set = vscode.workspace.getConfiguration().get<unknown>(settings.production);
  return Array.isArray(set) ? set.filter((one) => typeof one === 'string') : usualProductionNames;
}
