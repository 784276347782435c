import * as vscode from 'vscode';
import { typedQuestion } from '../../connections/changeQuestion.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import { deletionWord } from '../../sagemaker/deletion.ts';
import { partsText } from '../../sagemaker/deploy/partsText.ts';
import { changedPlaces } from '../connections/confirmChange.ts';
import type { UiParts } from '../parts.ts';
import { pickResources } from '../resources/pickResources.ts';
import { wordsFor } from '../resources/resourceWords.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { requireTrust } from '../trust.ts';
import { lookAtUse, savedText } from './lookAtUse.ts';
import { pickParts } from './pickParts.ts';
import { endsEndpoint, removeWithProgress } from './removeWithProgress.ts';

/** **SageMaker: Delete Endpoint…**: one or several, with the configurations and models that nobody else needs. */
export function deleteEndpointsCommand(parts: UiParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('deleted');
    const choice = {
      kinds: ['endpoint'] as const,
      accepts: (_kind: unknown, { status }: { readonly status: string }) => status !== 'Deleting',
      title: 'Delete Endpoint',
      none: 'There is no endpoint to delete.',
    };
    const targets = await pickResources(parts.connections, args, choice, true);
    for (const sessions of new Set(targets.map(({ place }) => place.sessions))) {
      const there = targets.filter(({ place }) => place.sessions === sessions);
      if (there[0] !== undefined) await deleteAt(there[0].place, there, parts);
    }
  };
}

async function deleteAt(
  place: Place,
  targets: readonly ResourceTarget[],
  { clock, walkthrough }: UiParts,
): Promise<void> {
  const session = await place.sessions.connect();
  const use = await lookAtUse(
    session,
    targets.map(({ name }) => name),
  );
  if (use === undefined) return;
  const saved = await savedText(session, use);
  const others = await pickParts(targets, use, saved);
  if (others === undefined) return;
  const endpoints = targets.map(({ name }) => ({ kind: 'endpoint', name }) as const);
  const going = [...endpoints, ...others];
  if (!(await isMeant(place, targets, `Goes: ${partsText(going)}. ${saved}`.trim()))) return;
  if (endsEndpoint(await removeWithProgress(place, going, clock))) void walkthrough.reach('shutDown');
}

/** In an account the name is typed, in production too: the one question says where. What is on this machine can be made again for nothing. */
async function isMeant(place: Place, targets: readonly ResourceTarget[], facts: string): Promise<boolean> {
  const effects = `Whoever calls ${targets.length === 1 ? 'it' : 'them'} gets an error from then on. ${facts}`;
  const what = wordsFor(targets);
  if (place.choice.kind === 'local') {
    const options = { modal: true, detail: effects };
    return (await vscode.window.showWarningMessage(`Delete ${what}?`, options, 'Delete')) === 'Delete';
  }
  const word = deletionWord(targets.map(({ name }) => name));
  const asked = typedQuestion({ verb: 'Delete', what, detail: effects }, await changedPlaces([place]));
  const typed = await vscode.window.showInputBox({
    title: asked.title,
    prompt: `${asked.prompt} Type ${word} to delete ${what}.`,
    placeHolder: word,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' || text === word ? undefined : `Type ${word}, or press Escape to keep it.`),
  });
  return typed === word;
}
