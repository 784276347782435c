import * as vscode from 'vscode';
import { foundText } from '../../sagemaker/find/foundText.ts';
import { nameProblem, type ResourceFilter } from '../../sagemaker/find/resourceFilter.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import type { ResourceTreeProvider } from '../explorer/resourceTreeProvider.ts';
import type { ViewSpec } from '../explorer/viewSpecs.ts';
import { questionsOf, type FilterQuestion } from './filterQuestions.ts';

interface FilterItem extends vscode.QuickPickItem {
  readonly question?: FilterQuestion;
}

type View = Pick<ResourceTreeProvider, 'filter' | 'setFilter' | 'found' | 'onDidDraw'>;

/** A view is asked for what is typed when typing rests so long. */
const rest = 250;

/**
 * Asks what to look for, until it is accepted. What is typed is the name; everything else has an item of its own.
 * @returns Undefined when the user ended it.
 */
export async function askFilter(view: View, spec: ViewSpec, clock: Clock): Promise<ResourceFilter | undefined> {
  const questions = questionsOf(spec);
  let last: FilterQuestion | undefined;
  for (;;) {
    const answer = await askOnce(view, spec, clock, { questions, last });
    if (answer === undefined) return undefined;
    if (answer === 'done') return view.filter;
    last = answer;
    const changed = await answer.ask(view.filter);
    if (changed !== undefined) await view.setFilter(changed);
  }
}

/** @param asked - `last` is what was asked for last: the list is opened where it was left. */
function askOnce(
  view: View,
  spec: ViewSpec,
  clock: Clock,
  { questions, last }: { readonly questions: readonly FilterQuestion[]; readonly last: FilterQuestion | undefined },
): Promise<FilterQuestion | 'done' | undefined> {
  const pick = vscode.window.createQuickPick<FilterItem>();
  let timer: IDisposable | undefined;
  const apply = async (): Promise<void> => {
    timer?.dispose();
    const { name: before = '', ...others } = view.filter;
    const name = pick.value.trim();
    draw();
    if (name !== before && nameProblem(name) === undefined)
      await view.setFilter({ ...others, ...(name !== '' && { name }) });
  };
  const items = (): FilterItem[] => [
    {
      label: nameProblem(pick.value.trim()) ?? foundOf(view, spec, pick.value.trim()),
      iconPath: new vscode.ThemeIcon('list-flat'),
      alwaysShow: true,
    },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...questions.map((question) => ({
      label: question.label,
      description: question.textOf(view.filter),
      iconPath: new vscode.ThemeIcon(question.icon),
      alwaysShow: true,
      question,
    })),
  ];
  let drawn = '';
  const draw = (): void => {
    const next = items();
    const text = JSON.stringify(next.map(({ label, description }) => [label, description]));
    if (text === drawn) return;
    drawn = text;
    const [active] = pick.activeItems;
    const at = active === undefined ? next.findIndex(({ question }) => question === last) : pick.items.indexOf(active);
    pick.items = next;
    const again = next[Math.max(0, at)];
    if (again !== undefined) pick.activeItems = [again];
  };
  pick.title = `Find in ${spec.plural.charAt(0).toUpperCase()}${spec.plural.slice(1)}`;
  pick.placeholder = 'Part of the name';
  pick.value = view.filter.name ?? '';
  draw();
  return new Promise((resolve) => {
    const listener = view.onDidDraw(draw);
    pick.onDidChangeValue(() => {
      timer?.dispose();
      timer = clock.schedule(() => void apply(), rest);
      draw();
    });
    pick.onDidAccept(async () => {
      const [item] = pick.activeItems;
      if (nameProblem(pick.value.trim()) !== undefined && item?.question === undefined) return;
      await apply();
      resolve(item?.question ?? 'done');
      pick.hide();
    });
    pick.onDidHide(() => {
      timer?.dispose();
      listener.dispose();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

/** @param name - What is typed, which the view may not have been asked for yet. */
function foundOf({ found, filter }: View, { plural }: ViewSpec, name: string): string {
  return foundText(name === (filter.name ?? '') ? found : undefined, filter, plural);
}
