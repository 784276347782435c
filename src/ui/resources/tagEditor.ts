import * as vscode from 'vscode';
import type { DraftTag, TagDraft } from '../../sagemaker/tagDraft.ts';
import { keyProblem, valueProblem } from '../../sagemaker/tags.ts';

interface TagItem extends vscode.QuickPickItem {
  readonly act: 'apply' | 'add' | DraftTag;
}

const icons = { added: 'diff-added', changed: 'diff-modified', removed: 'diff-removed' } as const;

/**
 * Lets the user draft changes of tags, one after the other.
 * @param resources - How many resources the tags are of.
 * @returns Whether they are to be applied.
 */
export async function draftTags(draft: TagDraft, title: string, resources: number): Promise<boolean> {
  for (;;) {
    const items: TagItem[] = [
      ...(draft.changeCount > 0 ? [applyItem(draft)] : []),
      { label: 'Add a Tag…', iconPath: new vscode.ThemeIcon('add'), act: 'add' },
      ...draft.tags.map((tag) => tagItem(tag, resources)),
    ];
    const placeHolder = draft.problem ?? 'A tag to change or remove, or a new one; nothing is sent before Apply';
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
    if (picked === undefined) return false;
    if (picked.act === 'apply') {
      if (draft.problem === undefined) return true;
    } else if (picked.act === 'add') await addTag(draft, title);
    else await changeTag(draft, picked.act, title);
  }
}

function applyItem({ changeCount }: TagDraft): TagItem {
  const label = `Apply ${changeCount === 1 ? '1 Change' : `${changeCount} Changes`}`;
  return { label, iconPath: new vscode.ThemeIcon('check'), act: 'apply' };
}

function tagItem(tag: DraftTag, resources: number): TagItem {
  const { key, value, count, change } = tag;
  const shown = value === undefined ? 'several values' : value === '' ? '(empty)' : value;
  const where = count < resources ? `on ${count} of ${resources}` : undefined;
  return {
    label: key,
    description: [shown, where, change && `to be ${change}`].filter((part) => part !== undefined).join(' · '),
    iconPath: new vscode.ThemeIcon(change === undefined ? 'tag' : icons[change]),
    act: tag,
  };
}

async function addTag(draft: TagDraft, title: string): Promise<void> {
  const known = new Set(draft.tags.map(({ key }) => key));
  const key = await vscode.window.showInputBox({
    title,
    prompt: 'Key of the new tag',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' ? undefined : (keyProblem(text) ?? (known.has(text) ? `There is a tag ${text} already.` : undefined)),
  });
  if (key) await askValue(draft, key, '', title);
}

async function changeTag(draft: TagDraft, { key, value = '', change }: DraftTag, title: string): Promise<void> {
  // What AWS itself sets can neither be changed nor removed.
  if (/^aws:/i.test(key)) return;
  const items = [
    ...(change === undefined ? [] : [{ label: 'Keep It as It Was', act: 'undo' as const }]),
    ...(change === 'removed' ? [] : [{ label: 'Change Its Value…', act: 'change' as const }]),
    ...(change === 'removed' ? [] : [{ label: 'Remove It', act: 'remove' as const }]),
  ];
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: key, ignoreFocusOut: true });
  if (picked?.act === 'undo') draft.undo(key);
  if (picked?.act === 'remove') draft.remove(key);
  if (picked?.act === 'change') await askValue(draft, key, value, title);
}

async function askValue(draft: TagDraft, key: string, value: string, title: string): Promise<void> {
  const given = await vscode.window.showInputBox({
    title,
    prompt: `Value of ${key}; it may be empty`,
    value,
    ignoreFocusOut: true,
    validateInput: valueProblem,
  });
  if (given !== undefined) draft.put(key, given);
}
