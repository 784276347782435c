import { typedQuestion } from '../../connections/changeQuestion.ts';
import { endpointsUsing } from '../../sagemaker/endpointsUsing.ts';
import { deletableKinds, deletionEffects, deletionWord } from '../../sagemaker/deletion.ts';
import type { ResourceKind } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { changedPlaces } from '../connections/confirmChange.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { actOnEach } from './actOnEach.ts';
import { endedOf, mustStop } from './endBeforeDelete.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';
import { isWordTyped } from './typedWord.ts';

/** A question has room for so many names. */
const mostNames = 8;

/** **SageMaker: Delete…**: what the API deletes but endpoints, which have a command of their own; what runs is stopped first, after asking. */
export function deleteCommand({ connections, log, clock }: Pick<UiParts, 'connections' | 'log' | 'clock'>) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('deleted');
    const choice = {
      kinds: deletableKinds,
      accepts: (_kind: ResourceKind, { status }: { readonly status: string }) => status !== 'Deleting',
      title: 'Delete',
      none: 'There is nothing to delete.',
    };
    const picked = await pickResources(connections, args, choice, true);
    const targets = await mustStop(picked);
    if (targets.length === 0 || !(await isTyped(targets))) return;
    await actOnEach(targets, { doing: 'Deleting', done: 'deleted' }, log, async (target, token) => {
      const { place, kind, name } = target;
      if (!(await endedOf(target, clock, token))) return false;
      const { clients, lists } = await place.sessions.connect();
      await kindOf(kind).remove?.(clients, name);
      lists.of(kind).refreshNow();
      return true;
    });
  };
}

/** What cannot be undone is asked for by its name, in production too: the one question says where. */
async function isTyped(targets: readonly ResourceTarget[]): Promise<boolean> {
  const word = deletionWord(targets.map(({ name }) => name));
  const listed = targets.slice(0, mostNames).map(({ name }) => name);
  const more = targets.length > mostNames ? ` and ${targets.length - mostNames} more` : '';
  const names = targets.length === 1 ? '' : `: ${listed.join(', ')}${more}`;
  const effects = deletionEffects(targets.map(({ kind }) => kind));
  const users = await usersOf(targets);
  const places = await changedPlaces(targets.map(({ place }) => place));
  const detail = `${users}${effects} This cannot be undone${names}.`;
  return isWordTyped(word, typedQuestion({ verb: 'Delete', what: wordsFor(targets), detail }, places));
}

/** Which endpoints need what is to be deleted, as a sentence. */
async function usersOf(targets: readonly ResourceTarget[]): Promise<string> {
  const found = new Set<string>();
  for (const { place, kind, name } of targets) {
    if (kind !== 'model' && kind !== 'endpointConfig') continue;
    for (const endpoint of await endpointsUsing(await place.sessions.connect(), kind, name)) found.add(endpoint);
  }
  return found.size === 0 ? '' : `IN USE by ${[...found].join(', ')}. `;
}
