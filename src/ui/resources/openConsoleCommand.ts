import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import { consoleKinds, consoleUrl, noConsoleReason } from '../../sagemaker/consoleUrl.ts';
import { UserError } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import { pickResources } from './pickResources.ts';

/** **SageMaker: Open in AWS Console**: the page of each resource, in the browser. */
export function openConsoleCommand({ connections }: Pick<UiParts, 'connections'>) {
  return async (...args: unknown[]): Promise<void> => {
    if (args[0] === undefined) await requireConsoles(connections.active);
    const choice = {
      kinds: consoleKinds,
      isOfActive: true,
      title: 'Open in AWS Console',
      none: 'There is nothing to open yet.',
    };
    for (const { place, kind, name } of await pickResources(connections, args, choice, true)) {
      const { connection } = await place.sessions.connect();
      const url = consoleUrl(kind, name, connection);
      if (url === undefined) throw new UserError(noConsoleReason(connection) ?? `${name} has no page in the console.`);
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
    }
  };
}

/** Where nothing has a page, nothing is offered. @throws UserError that says why. */
async function requireConsoles({ choice, sessions }: Place): Promise<void> {
  const where = choice.kind === 'local' ? { kind: choice.kind, region: '' } : (await sessions.connect()).connection;
  const reason = noConsoleReason(where);
  if (reason !== undefined) throw new UserError(reason);
}
