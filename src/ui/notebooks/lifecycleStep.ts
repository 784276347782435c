import * as vscode from 'vscode';
import type { StepPosition } from '../../jobs/wizard/stepWalk.ts';
import { nameIsTaken } from '../../sagemaker/notebooks/createNotebook.ts';
import type { LifecycleHook } from '../../sagemaker/notebooks/lifecycleScripts.ts';
import { notebookNameProblem, scriptProblem } from '../../sagemaker/notebooks/notebookPlan.ts';
import { lifecycleConfigKind } from '../../sagemaker/resources/kinds/lifecycleConfigKind.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { inputStep, pickStep, type StepTexts } from '../jobs/train/stepInput.ts';
import type { NotebookAnswers } from './notebookAnswers.ts';

type Answer = Promise<NotebookAnswers | 'back' | undefined>;

interface LifecycleItem extends vscode.QuickPickItem {
  readonly name?: string;
  readonly asksScript?: true;
}

/** Which script the instance runs: none, that of a configuration, or one of a file, of which a configuration is made. */
export async function askLifecycle(state: NotebookAnswers, position: StepPosition): Answer {
  const { clients } = await state.place.sessions.connect();
  const { entries } = await lifecycleConfigKind.list(clients, { maxResults: 100 });
  const none: LifecycleItem = { label: '$(circle-slash) None', detail: 'The instance starts as it comes.' };
  const items: LifecycleItem[] = [
    none,
    ...entries.map(({ name }) => ({ label: `$(gear) ${name}`, detail: 'A configuration that is there', name })),
    {
      label: '$(add) New, from a script…',
      detail: 'A shell script that installs what you need',
      asksScript: true,
      alwaysShow: true,
    },
  ];
  const { lifecycle } = state;
  const texts: StepTexts = {
    ...position,
    title: 'Create Notebook Instance: lifecycle configuration',
    placeholder: 'What does it run when it is made or started?',
  };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ name }) => lifecycle.kind !== 'none' && name === lifecycle.name) ?? none,
  );
  if (chosen === undefined || chosen === 'back') return chosen;
  if (chosen.asksScript === true) {
    const made = await askNewLifecycle(clients, texts);
    if (made === 'back') return askLifecycle(state, position);
    return made === undefined ? undefined : { ...state, lifecycle: { kind: 'new', ...made } };
  }
  const { name } = chosen;
  return { ...state, lifecycle: name === undefined ? { kind: 'none' } : { kind: 'existing', name } };
}

async function askNewLifecycle(
  clients: SdkClients,
  texts: StepTexts,
): Promise<{ name: string; hook: LifecycleHook; script: string } | 'back' | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({ title: texts.title, filters: { 'Shell scripts': ['sh'] } })) ?? [];
  if (file === undefined) return 'back';
  const script = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const problem = scriptProblem(script);
  if (problem !== undefined) {
    await vscode.window.showWarningMessage(`SageMaker: ${problem}`);
    return 'back';
  }
  const hook = await askHook(texts);
  if (hook === undefined || hook === 'back') return hook;
  const name = await askConfigName(clients, texts, proposedConfigName(file));
  return name === undefined || name === 'back' ? name : { name: name.text, hook, script };
}

/** When the script runs. */
export async function askHook(texts: StepTexts): Promise<LifecycleHook | 'back' | undefined> {
  const items = [
    {
      label: 'At each start',
      detail: 'OnStart: the first one included; installs what does not outlive a stop',
      hook: 'OnStart',
    },
    { label: 'Once, when it is made', detail: 'OnCreate: what stays on the volume', hook: 'OnCreate' },
  ] as const;
  const chosen = await pickStep({ ...texts, placeholder: 'When does the script run? It has five minutes' }, items);
  return chosen === undefined || chosen === 'back' ? chosen : chosen.hook;
}

export async function askConfigName(
  clients: SdkClients,
  texts: StepTexts,
  proposed: string,
): Promise<{ readonly text: string } | 'back' | undefined> {
  let value = proposed;
  let problem: string | undefined;
  for (;;) {
    const prompt = 'Name of the new lifecycle configuration';
    const answer = await inputStep(
      { ...texts, placeholder: 'Name', prompt, value, ...(problem !== undefined && { problem }) },
      notebookNameProblem,
    );
    if (answer === undefined || answer === 'back') return answer;
    if (!(await nameIsTaken(clients, 'lifecycleConfig', answer.text))) return answer;
    problem = `There is a configuration ${answer.text} already; choose another name, or edit that one.`;
    value = answer.text;
  }
}

/** Of a script's file, in the letters that a configuration's name has. */
export function proposedConfigName(file: vscode.Uri): string {
  const base = file.path.split('/').at(-1) ?? '';
  return base
    .replace(/\.\w+$/, '')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
