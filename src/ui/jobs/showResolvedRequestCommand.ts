import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { definitionTarget } from './definitionTarget.ts';
import type { ResolvedRequestProvider } from './resolvedRequestProvider.ts';

/** **SageMaker: Show Resolved Request**: what *Run* would send, in an editor beside; nothing is sent. */
export function showResolvedRequestCommand(
  sessions: Pick<SessionSource, 'connect'>,
  requests: ResolvedRequestProvider,
) {
  return async (target: unknown): Promise<void> => {
    const document = await definitionTarget(target);
    if (document === undefined) return;
    const [{ resolvedRequestOf }, session] = await Promise.all([import('../../jobs/submitTo.ts'), sessions.connect()]);
    const content = await resolvedRequestOf(session, definitionFileOf(document), systemClock);
    await requests.show(document.uri.fsPath, content);
  };
}
