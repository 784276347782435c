import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { presignedNotebookUrl } from '../../sagemaker/notebooks/notebookServer.ts';
import { inState, pickResource } from '../resources/pickResources.ts';

/** What is offered where an instance is to be used. */
export const inService = {
  kinds: ['notebook'],
  accepts: inState('inService'),
  none: 'No notebook instance is in service; start or create one.',
} as const;

/** **SageMaker: Open Notebook Instance in Browser**. The address is a key: it goes to the browser and nowhere else. */
export function openNotebookCommand(connections: ConnectionsModel) {
  return async (...args: unknown[]): Promise<void> => {
    const target = await pickResource(connections, args, { ...inService, title: 'Open Notebook Instance in Browser' });
    if (target === undefined) return;
    const { clients, connection } = await target.place.sessions.connect();
    const url = await presignedNotebookUrl(clients, target.name);
    if (connection.kind === 'local') await vscode.env.openExternal(await reachable(new URL(url)));
    // As it is: a Uri would change the escapes in the key (github.com/microsoft/vscode/issues/85930).
    else await vscode.env.openExternal(url as unknown as vscode.Uri);
  };
}

/**
 * What listens on this machine's loopback may be far from the user's browser. Only where it listens is asked for: some editors forget the rest
 * of an address (code-server's `/proxy/PORT/`).
 */
async function reachable({ origin, pathname, search }: URL): Promise<vscode.Uri> {
  const base = await vscode.env.asExternalUri(vscode.Uri.parse(`${origin}/`, true));
  const query = [base.query, search.slice(1)].filter((part) => part !== '').join('&');
  return base.with({ path: base.path.replace(/\/$/, '') + pathname, query });
}
