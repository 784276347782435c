import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
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
    const { sessions } = connections.active;
    const [{ resolvedRequestOf }, session] = await Promise.all([import('../../jobs/submitTo.ts'), sessions.connect()]);
    const content = await resolvedRequestOf(
      session,
      definitionFileOf(document),
      systemClock,
      defaults.of(session.connection),
    );
    await requests.show(document.uri.fsPath, content);
  };
}
