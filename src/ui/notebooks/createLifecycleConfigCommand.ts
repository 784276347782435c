import * as vscode from 'vscode';
import { createLifecycleConfig } from '../../sagemaker/notebooks/lifecycleScripts.ts';
import { scriptProblem } from '../../sagemaker/notebooks/notebookPlan.ts';
import { UserError } from '../../shared/errors.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { askConfigName, askHook, proposedConfigName } from './lifecycleStep.ts';

const title = 'Create Lifecycle Configuration';

/** **SageMaker: Create Lifecycle Configuration…**: of the shell script in front, or the one that was right-clicked. */
export function createLifecycleConfigCommand({ connections }: UiParts) {
  return async (target: unknown): Promise<void> => {
    requireTrust('created');
    const script = await scriptOf(target);
    const problem = scriptProblem(script.getText());
    if (problem !== undefined) throw new UserError(problem);
    const place = connections.active;
    const { clients, lists } = await place.sessions.connect();
    for (;;) {
      const hook = await askHook({ title, placeholder: '', step: 1, totalSteps: 2 });
      if (hook === undefined || hook === 'back') return;
      const texts = { title, placeholder: '', step: 2, totalSteps: 2 };
      const answer = await askConfigName(clients, texts, proposedConfigName(script.uri));
      if (answer === 'back') continue;
      if (answer === undefined) return;
      const name = answer.text;
      if (!(await confirmChange(place, { verb: 'Create', what: `the lifecycle configuration ${name}` }))) return;
      await createLifecycleConfig(clients, name, hook, script.getText());
      lists.of('lifecycleConfig').refreshNow();
      void vscode.window.showInformationMessage(
        `SageMaker: ${name} is there; Create Notebook Instance… offers it from now on.`,
      );
      return;
    }
  };
}

async function scriptOf(target: unknown): Promise<vscode.TextDocument> {
  const document =
    target instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(target)
      : vscode.window.activeTextEditor?.document;
  if (document !== undefined && (document.languageId === 'shellscript' || document.uri.path.endsWith('.sh')))
    return document;
  throw new UserError('Open the shell script first, which the configuration is to run, then create it.');
}
