import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { connectionToLook } from './connectionToLook.ts';
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
    const { checkDefinition, resolvedRequestOf } = await import('../../jobs/submitTo.ts');
    const file = definitionFileOf(document);
    await checkDefinition(file);
    const connection = await connectionToLook(connections.active);
    const content = await resolvedRequestOf({ connection }, file, systemClock, defaults.of(connection));
    await requests.show(document.uri.fsPath, content);
  };
}
