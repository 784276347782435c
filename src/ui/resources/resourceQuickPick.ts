import * as vscode from 'vscode';
import { systemClock } from '../../shared/node/systemClock.ts';
import type { StepPosition } from '../../jobs/wizard/stepWalk.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import type { OfferedResource, ResourceOffers } from './resourceOffers.ts';

interface PickTexts {
  readonly title: string;
  readonly placeHolder: string;
  readonly many: boolean;
  /** Where it is one of several questions. */
  readonly position?: StepPosition | undefined;
}

/** Typing pauses so long before the API is asked. */
const pause = 250;

/**
 * Lets the user pick among resources; what is typed is also searched for beyond those that are there.
 * @param many - Whether several may be checked; several that are selected in a view are, until something is typed. With none checked, the one in focus is meant.
 * @returns None when the user picked none; `back` for the question before, where there is one.
 */
export function pickOffered(
  offers: ResourceOffers,
  { title, placeHolder, many, position }: PickTexts,
): Promise<readonly OfferedResource[] | 'back'> {
  const pick = vscode.window.createQuickPick<OfferedResource>();
  Object.assign(pick, { title, placeholder: placeHolder, matchOnDescription: true, canSelectMany: many });
  if (position !== undefined) place(pick, position);
  let timer: IDisposable | undefined;
  let searches = 0;
  const show = (): void => {
    const { selectedItems } = pick;
    pick.items = offers.items;
    pick.selectedItems = selectedItems;
    if (offers.problem !== undefined) pick.title = `${title} (${offers.problem})`;
  };
  const search = async (text: string): Promise<void> => {
    pick.busy = ++searches > 0;
    if ((await offers.search(text)) && pick.value === text) {
      show();
      if (many) focusFirst(pick);
    }
    pick.busy = --searches > 0;
  };
  show();
  // One alone may just have been looked at: it is first, and not checked.
  const selected = pick.items.filter(({ isSelected }) => isSelected);
  let checked = many && selected.length > 1 ? selected : [];
  if (checked.length > 0) pick.selectedItems = checked;
  if (many) focusFirst(pick);
  return new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      // Who types a name means another than what is selected in the view.
      const isAsShown = checked.length === pick.selectedItems.length;
      if (checked.length > 0 && isAsShown && checked.every((one) => pick.selectedItems.includes(one)))
        pick.selectedItems = [];
      checked = [];
      if (many) focusFirst(pick);
      timer?.dispose();
      timer = systemClock.schedule(() => void search(text), pause);
    });
    pick.onDidAccept(() => {
      // Of several that may be checked, the one that Enter was pressed on is meant where none is.
      const picked = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems.slice(0, 1);
      if (picked.length === 0) return;
      resolve([...picked]);
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve('back');
      pick.hide();
    });
    pick.onDidHide(() => {
      timer?.dispose();
      resolve([]);
      pick.dispose();
    });
    pick.show();
  });
}

/** Like the other questions: counted, and with a button back where one comes before. */
function place(pick: vscode.QuickPick<OfferedResource>, { step, totalSteps, problem }: StepPosition): void {
  pick.step = step;
  pick.totalSteps = totalSteps;
  pick.ignoreFocusOut = true;
  if (step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  if (problem !== undefined) pick.placeholder = problem;
}

/** The editor gives no row the focus where several may be checked, so that Enter would mean none. */
function focusFirst(pick: vscode.QuickPick<OfferedResource>): void {
  const text = pick.value.toLowerCase();
  const first = pick.items.find(({ label, description = '' }) =>
    `${label}\n${description}`.toLowerCase().includes(text),
  );
  if (first !== undefined) pick.activeItems = [first];
}
