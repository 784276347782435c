import * as vscode from 'vscode';
import { writeLifecycleScript } from '../../sagemaker/notebooks/lifecycleScripts.ts';
import { scriptProblem } from '../../sagemaker/notebooks/notebookPlan.ts';
import { UserError } from '../../shared/errors.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { requireTrust } from '../trust.ts';
import type { LifecycleDocument } from './lifecycleUri.ts';

/**
 * Changes the configuration to what the document says; an empty one takes the script away.
 * @throws UserError when it was not changed, so that the document stays unsaved.
 */
export async function saveLifecycleScript({ place, name, hook }: LifecycleDocument, text: string): Promise<void> {
  requireTrust('changed');
  const problem = text.trim() === '' ? undefined : scriptProblem(text);
  if (problem !== undefined) throw new UserError(problem);
  if (!(await confirmChange(place, { verb: 'Change', what: `the script ${hook} of ${name}` })))
    throw new UserError(`The script ${hook} of ${name} was not changed.`);
  const { clients, lists } = await place.sessions.connect();
  await writeLifecycleScript(clients, name, hook, text);
  lists.of('lifecycleConfig').refreshNow();
  vscode.window.setStatusBarMessage(`SageMaker: ${name} is changed; instances run it at their next start.`, 8_000);
}
