import * as vscode from 'vscode';

/** One step of a pick: what is offered, and whether the step before can be gone back to. */
interface PickStep<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
  readonly back?: boolean;
}

export const back = Symbol('back');

/** @returns The item, `back`, or undefined when the user left. */
export function pickStep<T extends vscode.QuickPickItem>(step: PickStep<T>): Promise<T | typeof back | undefined> {
  const picker = vscode.window.createQuickPick<T>();
  picker.title = step.title;
  picker.placeholder = step.placeholder;
  picker.items = step.items;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  if (step.active !== undefined) picker.activeItems = [step.active];
  if (step.back === true) picker.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    picker.onDidTriggerButton(() => resolve(back));
    picker.onDidAccept(() => resolve(picker.selectedItems[0]));
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  }).then((answer) => {
    picker.dispose();
    return answer as T | typeof back | undefined;
  });
}
