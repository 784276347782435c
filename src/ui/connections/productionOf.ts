import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../connections/connectionChoice.ts';
import { usualProductionNames } from '../../connections/production.ts';
import type { Session } from '../../sagemaker/session.ts';
import { settings } from '../contributions/ids.ts';

/** Why a connection counts as production by what the user calls so; undefined where it does not. The local engine never does. */
export async function productionOf(
  choice: ConnectionChoice,
  session: Session | undefined,
): Promise<string | undefined> {
  if (choice.kind === 'local') return undefined;
  const { placeProduction } = await import('../../connections/placeProduction.ts');
  return placeProduction(choice, session, { env: process.env, patterns: productionNames() });
}

/** What the user calls production. */
export function productionNames(): readonly string[] {
  const set = vscode.workspace.getConfiguration().get<unknown>(settings.production);
  return Array.isArray(set) ? set.filter((one) => typeof one === 'string') : usualProductionNames;
}
