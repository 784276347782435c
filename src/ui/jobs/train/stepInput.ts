import * as vscode from 'vscode';
import type { StepPosition } from '../../../jobs/wizard/stepWalk.ts';

export interface StepTexts extends StepPosition {
  readonly title: string;
  readonly placeholder: string;
}

/**
 * One question with answers to choose from, with a button back where there is a question before.
 * @param later - Told how to show the items anew while the question is open, as prices come in.
 * @returns The chosen item, `back`, or undefined on Escape.
 */
export function pickStep<T extends vscode.QuickPickItem>(
  texts: StepTexts,
  items: readonly T[],
  active?: T,
  later?: (show: (items: readonly T[]) => void) => { dispose(): void },
): Promise<T | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  // What was wrong stands above the answers, and is none of them.
  const problem: vscode.QuickPickItem = { label: '$(warning) Not yet', detail: texts.problem ?? '' };
  pick.items = texts.problem === undefined ? items : [problem as T, ...items];
  const first = active ?? (texts.problem === undefined ? undefined : items[0]);
  if (first !== undefined) pick.activeItems = [first];
  pick.placeholder = texts.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const updates = later?.((updated) => {
    const [before] = pick.activeItems;
    pick.keepScrollPosition = true;
    pick.items = texts.problem === undefined ? updated : [problem as T, ...updated];
    const same = updated.find(({ label }) => label === before?.label);
    if (same !== undefined) pick.activeItems = [same];
  });
  return shown<T>(pick, texts, (answer) =>
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      if (chosen !== undefined && chosen !== problem) answer(chosen);
    }),
  ).finally(() => void updates?.dispose());
}

/**
 * One question with an answer to type.
 * @param problem - Why a text is no answer, as one sentence; asked at each keystroke.
 */
export function inputStep(
  texts: StepTexts & { readonly value: string; readonly prompt: string },
  problem: (text: string) => string | undefined,
): Promise<{ readonly text: string } | 'back' | undefined> {
  const input = vscode.window.createInputBox();
  const check = (): void => void (input.validationMessage = input.value === '' ? '' : (problem(input.value) ?? ''));
  input.value = texts.value;
  input.placeholder = texts.placeholder;
  input.prompt = texts.prompt;
  check();
  if (texts.problem !== undefined) input.validationMessage = texts.problem;
  const changes = input.onDidChangeValue(check);
  return shown<{ text: string }>(input, texts, (answer) =>
    input.onDidAccept(() => {
      const message = problem(input.value);
      if (message === undefined) answer({ text: input.value });
      else input.validationMessage = message;
    }),
  ).finally(() => void changes.dispose());
}

function shown<A>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, totalSteps }: StepTexts,
  accept: (answer: (value: A) => void) => vscode.Disposable,
): Promise<A | 'back' | undefined> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<A | 'back' | undefined>((resolve) => {
    const parts = [
      accept(resolve),
      input.onDidTriggerButton(() => resolve('back')),
      input.onDidHide(() => {
        resolve(undefined);
        for (const part of parts) part.dispose();
        input.dispose();
      }),
    ];
    input.show();
  }).finally(() => input.hide());
}
