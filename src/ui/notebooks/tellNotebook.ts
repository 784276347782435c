import * as vscode from 'vscode';
import { followNotebook, lacksJupyter, type NotebookEnd } from '../../sagemaker/notebooks/followNotebook.ts';
import { notebookKind } from '../../sagemaker/resources/kinds/notebookKind.ts';
import { commands } from '../contributions/ids.ts';
import { followAwaited } from '../followInProgress.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

/** Follows an instance that was made or started in a notification, and tells how it went with what to do next. */
export async function tellNotebook(
  parts: UiParts,
  target: ResourceTarget,
  doing: 'Creating' | 'Starting',
): Promise<void> {
  const { name } = target;
  const end = await followAwaited<NotebookEnd>(target, `${doing} ${name}`, parts, ({ clients, ...looking }) =>
    followNotebook({ ...looking, describe: async () => notebookKind.describe(await clients(), name) }),
  );
  target.place.sessions.current?.lists.of('notebook').refreshNow();
  switch (end?.kind) {
    case 'inService':
      return tellReady(target);
    case 'failed':
      return tellFailure(parts, target, end.reason);
    case 'stopped':
    case 'gone':
      void vscode.window.showInformationMessage(
        `SageMaker: ${target.name} was ${end.kind === 'gone' ? 'deleted' : 'stopped'} meanwhile.`,
      );
      return undefined;
    case undefined: // it goes on
  }
}

async function tellReady(target: ResourceTarget): Promise<void> {
  const [browser, editor] = ['Open in Browser', 'Use in Notebook Editor'];
  const answer = await vscode.window.showInformationMessage(
    `SageMaker: ${target.name} is in service.`,
    browser,
    editor,
  );
  if (answer === browser) await vscode.commands.executeCommand(commands.openNotebook, target);
  if (answer === editor) await vscode.commands.executeCommand(commands.connectNotebookKernel, target);
}

/** Says why an instance failed; where this machine has no Jupyter, offers to set it up and goes on. */
export async function tellFailure(parts: UiParts, target: ResourceTarget, reason: string): Promise<void> {
  const [jupyter, log] = ['Set Up Jupyter', 'Open Logs'];
  const isLacking = target.place.choice.kind === 'local' && lacksJupyter(reason);
  const message = isLacking
    ? `SageMaker: ${target.name} cannot start: there is no Jupyter for notebook instances on this machine yet.`
    : `SageMaker: ${target.name} failed: ${reason}`;
  const answer = await vscode.window.showErrorMessage(message, ...(isLacking ? [jupyter] : [log]));
  if (answer === log) await vscode.commands.executeCommand(commands.openLogs, target);
  if (answer !== jupyter || (await vscode.commands.executeCommand(commands.setUpJupyter)) !== true) return;
  const { clients } = await target.place.sessions.connect();
  await notebookKind.start?.(clients, target.name);
  await tellNotebook(parts, target, 'Starting');
}
