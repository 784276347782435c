import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

/** What a message offers to do next. */
export interface Offer {
  readonly label: string;
  readonly run: () => unknown;
}

const command =
  (label: string, id: string) =>
  (target: ResourceTarget): Offer => ({
    label,
    run: () => vscode.commands.executeCommand(id, target),
  });

/** What can be done next with an endpoint. */
export const actions = {
  invoke: command('Invoke…', commands.invoke),
  copyPython: command('Copy Python', commands.copyResourceAsPython),
  openLogs: command('Open Logs', commands.openLogs),
  update: command('Update…', commands.updateEndpoint),
  setWeights: command('Set Weights…', commands.setWeights),
  /** Which model is asked. */
  deploy: (): Offer => ({ label: 'Deploy…', run: () => vscode.commands.executeCommand(commands.deploy) }),
} as const;

const show = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

/** Says something and offers what to do next, without waiting for it. @returns Settles when the message was answered or closed. */
export function offer(kind: keyof typeof show, message: string, offers: readonly Offer[]): Thenable<unknown> {
  const labels = offers.map(({ label }) => label);
  const answered = show[kind](`SageMaker: ${message}`, ...labels);
  void answered.then((answer) => offers.find(({ label }) => label === answer)?.run());
  return answered;
}
