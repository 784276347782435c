import * as vscode from 'vscode';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import type { ResourceTreeProvider } from '../explorer/resourceTreeProvider.ts';
import type { UiParts } from '../parts.ts';
import { askFilter } from './askFilter.ts';

type FindParts = Pick<UiParts, 'connections' | 'clock'>;

/** **SageMaker: Find in …** of one view: what is looked for is shown in the view while it is said; Escape brings back what was looked for before. */
export function findCommand({ connections, clock }: FindParts, view: ResourceTreeProvider) {
  const { spec } = view;
  return async (): Promise<void> => {
    if ((await connectTo(connections.active)) === undefined) return;
    const show = (preserveFocus: boolean): Thenable<void> =>
      vscode.commands.executeCommand(`sagemakerWorkbench.views.${spec.view}.focus`, { preserveFocus });
    // A view with the focus takes it back when it is drawn anew, and that would close the pick.
    await show(true);
    const before = view.filter;
    const chosen = await askFilter(view, spec, clock);
    if (chosen === undefined) await view.setFilter(before);
    else await show(false);
  };
}
