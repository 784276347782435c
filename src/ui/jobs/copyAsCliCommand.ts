import * as vscode from 'vscode';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { definitionTarget } from './definitionTarget.ts';

/** **SageMaker: Copy as AWS CLI Command**: what *Run* would send, for a terminal; nothing is sent. */
export function copyAsCliCommand(sessions: Pick<SessionSource, 'connect'>) {
  return async (target: unknown): Promise<void> => {
    const document = await definitionTarget(target);
    if (document === undefined) return;
    const [{ cliCommandOf }, session] = await Promise.all([import('../../jobs/submitTo.ts'), sessions.connect()]);
    await vscode.env.clipboard.writeText(await cliCommandOf(session, definitionFileOf(document), systemClock));
    void vscode.window.showInformationMessage('SageMaker: the command is on the clipboard.');
  };
}
