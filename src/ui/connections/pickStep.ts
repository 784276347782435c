import * as vscode from 'vscode';

/** One step of a pick: what is offered, and whether the step before can be gone back to. */
interface PickStep<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
  /** Items that differ in what was not known yet, each at the place of its predecessor. */
  readonly later?: Promise<readonly T[] | undefined>;
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
  let isOpen = true;
  void step.later?.then((items) => {
    if (isOpen && items !== undefined) replaceItems(picker, items);
  });
  return new Promise((resolve) => {
    picker.onDidTriggerButton(() => resolve(back));
    picker.onDidAccept(() => resolve(picker.selectedItems[0]));
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  }).then((answer) => {
    isOpen = false;
    picker.dispose();
    return answer as T | typeof back | undefined;
  });
}

/** What was typed stays, and so does the row that one is at. */
function replaceItems<T extends vscode.QuickPickItem>(picker: vscode.QuickPick<T>, items: readonly T[]): void {
  const at = picker.activeItems.map((item) => picker.items.indexOf(item));
  picker.keepScrollPosition = true;
  picker.items = items;
  picker.activeItems = items.filter((_, index) => at.includes(index));
}
