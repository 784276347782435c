import * as vscode from 'vscode';
import {
  lifecycleHooks,
  readLifecycleScripts,
  type LifecycleHook,
  type LifecycleScripts,
} from '../../sagemaker/notebooks/lifecycleScripts.ts';
import type { UiParts } from '../parts.ts';
import { pickResource } from '../resources/pickResources.ts';
import { lifecycleUri } from './lifecycleUri.ts';

/** **SageMaker: Edit Lifecycle Script**: opens a script of a configuration; saving it changes the configuration. */
export function editLifecycleConfigCommand({ connections }: UiParts) {
  return async (...args: unknown[]): Promise<void> => {
    const target = await pickResource(connections, args, {
      kinds: ['lifecycleConfig'],
      title: 'Edit Lifecycle Script',
      none: 'There is no lifecycle configuration; create one from a shell script.',
    });
    if (target === undefined) return;
    const { place, name } = target;
    const { clients } = await place.sessions.connect();
    const { scripts } = await readLifecycleScripts(clients, name);
    const hook = await chooseHook(scripts, name);
    if (hook === undefined) return;
    const document = await vscode.workspace.openTextDocument(lifecycleUri({ place, name, hook }));
    const shown = await vscode.languages.setTextDocumentLanguage(document, 'shellscript');
    await vscode.window.showTextDocument(shown, { preview: false });
  };
}

async function chooseHook(scripts: LifecycleScripts, name: string): Promise<LifecycleHook | undefined> {
  const items = lifecycleHooks.map((hook) => ({
    label: hook === 'OnStart' ? 'At each start' : 'Once, when an instance is made',
    description: hook,
    detail: firstLine(scripts[hook]),
    hook,
  }));
  // The one that is there stands first.
  items.sort((a, b) => Number(scripts[b.hook] !== undefined) - Number(scripts[a.hook] !== undefined));
  const picked = await vscode.window.showQuickPick(items, { title: name, placeHolder: 'Which of its scripts?' });
  return picked?.hook;
}

/** Of what the script does, not of how it is started. */
function firstLine(script: string | undefined): string {
  const line = script?.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#!'));
  return script === undefined ? 'None yet' : (line ?? '');
}
