import * as vscode from 'vscode';
import { TagDraft } from '../../sagemaker/tagDraft.ts';
import { changeTags, tagsOf } from '../../sagemaker/tags.ts';
import { kindIds } from '../../sagemaker/resources/resourceKind.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { actOnEach } from './actOnEach.ts';
import { confirmTargets } from './confirmTargets.ts';
import { targetArn } from './copyArnCommand.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceTarget } from './resourceTarget.ts';
import { taggedText, wordsFor } from './resourceWords.ts';
import { draftTags } from './tagEditor.ts';

/** Kinds that bear tags (API reference, AddTags). */
const tagged = kindIds;

/** **SageMaker: Edit Tags…**: adds, changes and removes tags, of several resources at once; nothing is sent before *Apply*. */
export function editTagsCommand({ connections, log }: Pick<UiParts, 'connections' | 'log'>) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('changed');
    const choice = { kinds: tagged, title: 'Edit tags', none: 'There is nothing to tag yet.' };
    const targets = await pickResources(connections, args, choice, true);
    if (targets.length === 0) return;
    const draft = new TagDraft(await tagsOfAll(targets));
    if (!(await draftTags(draft, `Tags of ${wordsFor(targets)}`, targets.length))) return;
    const changes = new Map(draft.changes().map((change) => [change.arn, change]));
    const arns = new Map(await Promise.all(targets.map(async (target) => [target, await targetArn(target)] as const)));
    const changed = targets.filter((target) => changes.has(arns.get(target) ?? ''));
    const confirmed = await confirmTargets(changed, 'Change the tags of');
    if (confirmed.length === 0) return;
    const done = await actOnEach(confirmed, { doing: 'Tagging', done: 'tagged' }, log, async (target) => {
      const change = changes.get(arns.get(target) ?? '');
      const { clients } = await target.place.sessions.connect();
      if (change !== undefined) await changeTags(clients, change.arn, change);
    });
    void vscode.window.showInformationMessage(`SageMaker: ${taggedText(draft.changeCount, done, confirmed)}`);
  };
}

async function tagsOfAll(targets: readonly ResourceTarget[]) {
  const found = targets.map(async (target) => {
    const { clients } = await target.place.sessions.connect();
    const arn = await targetArn(target);
    return [arn, await tagsOf(clients, arn)] as const;
  });
  return new Map(await Promise.all(found));
}
