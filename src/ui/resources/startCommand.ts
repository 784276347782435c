import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { actOnEach } from './actOnEach.ts';
import { confirmTargets } from './confirmTargets.ts';
import { inState, pickResources } from './pickResources.ts';

/** **SageMaker: Start**: notebook instances that are stopped. One is followed until it can be opened; of several the end is told. */
export function startCommand(parts: UiParts) {
  const { connections, log, awaited } = parts;
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('started');
    const choice = {
      kinds: ['notebook'] as const,
      accepts: inState('stopped', 'failed'),
      title: 'Start notebook instances',
      none: 'No notebook instance is stopped.',
    };
    const targets = await confirmTargets(await pickResources(connections, args, choice, true), 'Start');
    if (targets.length === 0) return;
    const isOne = targets.length === 1;
    const started = await actOnEach(targets, { doing: 'Starting', done: 'started' }, log, async (target) => {
      const { place, kind, name } = target;
      const { clients, lists } = await place.sessions.connect();
      await kindOf(kind).start?.(clients, name);
      lists.of(kind).refreshNow();
      if (!isOne) awaited.follow(target);
    });
    const [first] = started;
    if (!isOne || first === undefined) return;
    const { tellNotebook } = await import('../notebooks/tellNotebook.ts');
    await tellNotebook(parts, first, 'Starting');
  };
}
