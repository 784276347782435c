import * as vscode from 'vscode';
import { sageMakerRegions } from '../../catalog/regions.ts';

/** Regions of the partition of the first that is known, but for those that are. @returns Undefined when the user left. */
export async function pickRegions(known: readonly (string | undefined)[]): Promise<readonly string[] | undefined> {
  const items = sageMakerRegions(known.find((region) => region !== undefined))
    .filter((region) => !known.includes(region))
    .map((label) => ({ label }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'SageMaker: look in more regions',
    placeHolder: 'Each is asked for everything that costs money',
    canPickMany: true,
  });
  return picked?.map(({ label }) => label);
}
