import * as vscode from 'vscode';
import { creatableKinds, creations, type CreatableKind } from '../../jobs/clone/creation.ts';
import { requestTemplate } from '../../jobs/clone/requestTemplate.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { freeUri, openUnsaved } from './unsavedFile.ts';

/** These have questions of their own, which know more than a template. */
const guided: readonly CreatableKind[] = ['notebook', 'lifecycleConfig'];

/** **SageMaker: New Definition or Request…**: a file for a resource, with the fields that it must have, to be filled in; not saved yet. */
export function newRequestCommand() {
  return async (): Promise<void> => {
    const items = creatableKinds
      .filter((kind) => !guided.includes(kind))
      .map((kind) => {
        const { noun } = kindOf(kind);
        return { label: noun.charAt(0).toUpperCase() + noun.slice(1), description: fileNameOf(kind), creates: kind };
      });
    const title = 'New definition or request';
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'What is to be created?' });
    if (picked === undefined) return;
    const editor = await openUnsaved(freeUri(fileNameOf(picked.creates)), '');
    await editor.insertSnippet(new vscode.SnippetString(await requestTemplate(picked.creates)));
  };
}

const fileNameOf = (kind: CreatableKind): string => `new.${creations[kind].fileKind}.yaml`;
