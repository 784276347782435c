import { notebookKind } from '../../sagemaker/resources/kinds/notebookKind.ts';
import type { UiParts } from '../parts.ts';
import { inState, pickResource } from '../resources/pickResources.ts';
import { tellFailure } from './tellNotebook.ts';

/** **SageMaker: Why the Notebook Instance Failed**: its reason, and what to do about it. */
export function explainNotebookCommand(parts: UiParts) {
  return async (...args: unknown[]): Promise<void> => {
    const target = await pickResource(parts.connections, args, {
      kinds: ['notebook'],
      accepts: inState('failed'),
      title: 'Why the Notebook Instance Failed',
      none: 'No notebook instance has failed.',
    });
    if (target === undefined) return;
    const { clients } = await target.place.sessions.connect();
    const { FailureReason = 'SageMaker gave no reason.' } = (await notebookKind.describe(clients, target.name)) as {
      FailureReason?: string;
    };
    await tellFailure(parts, target, FailureReason);
  };
}
