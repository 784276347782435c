import * as vscode from 'vscode';
import { asAction } from '../sagemaker/requests/actionContext.ts';
import { sleep, type Clock } from '../shared/clock.ts';
import type { Log } from './log.ts';
import { SlowRequestsNotice } from './slowRequests.ts';

type Run = (...args: unknown[]) => unknown;

/** Milliseconds after a click on a button of the walkthrough within which its page takes the focus back: some 40 to 240 were measured. */
const focusReturns = 400;

/** A command whose code is loaded when it is first run. */
export function lazily(load: () => Promise<Run>): Run {
  let loaded: Promise<Run> | undefined;
  return async (...args) => (await (loaded ??= load()))(...args);
}

/** Registers a command whose failure is told once, in one sentence; what it asks for is shown where its answer takes long. */
export function registerCommand(log: Log, clock: Clock, id: string, run: Run): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      // A list that was open by then would be closed again.
      if (args.length === 0 && isOnWalkthrough()) await sleep(clock, focusReturns);
      return await asAction(new SlowRequestsNotice(), () => run(...args));
    } catch (error) {
      log.tell(id, error);
      return undefined;
    }
  });
}

/** Whether a page of VS Code's own is in front: of such nothing more is told, and the walkthrough is one. */
function isOnWalkthrough(): boolean {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab !== undefined && activeTab.input === undefined;
}
