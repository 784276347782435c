import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { restingConnection } from '../../local/restingConnection.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { definitionTarget } from './definitionTarget.ts';
import type { ResolvedRequestProvider } from './resolvedRequestProvider.ts';

/** **SageMaker: Show Resolved Request**: what *Run* would send where one works, in an editor beside; nothing is sent. */
export function showResolvedRequestCommand(
  connections: Pick<ConnectionsModel, 'active'>,
  defaults: RunDefaults,
  requests: ResolvedRequestProvider,
) {
  return async (target: unknown): Promise<void> => {
    const document = await definitionTarget(target);
    if (document === undefined) return;
    const [{ resolvedRequestOf }, connection] = await Promise.all([
      import('../../jobs/submitTo.ts'),
      connectionToLook(connections.active),
    ]);
    const file = definitionFileOf(document);
    const content = await resolvedRequestOf({ connection }, file, systemClock, defaults.of(connection));
    await requests.show(document.uri.fsPath, content);
  };
}

/** In a workspace that is not trusted no engine is started for looking. */
async function connectionToLook({ choice, sessions }: Place): Promise<Connection> {
  if (choice.kind === 'local' && !vscode.workspace.isTrusted && !(await sessions.hasState())) return restingConnection;
  return (await sessions.connect()).connection;
}
