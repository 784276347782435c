import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import { requireTrust } from '../trust.ts';

/**
 * **SageMaker: Train a Model…**: asks what, with what and where, writes a definition, opens it and runs it. Nothing is written before
 * the last answer.
 * @param program - Absolute path of the bundled `tableWorker.js`.
 */
export function trainCommand(program: string) {
  return async (target: unknown): Promise<void> => {
    requireTrust();
    const { trainWizard } = await import('./train/trainWizard.ts');
    const written = await trainWizard(target, program);
    if (written === undefined) return;
    await vscode.window.showTextDocument(written.uri, { preview: false });
    if (written.where === 'local') await vscode.commands.executeCommand(commands.runDefinition, written.uri);
    if (written.where === 'aws') await vscode.commands.executeCommand(commands.runDefinitionOnAws, written.uri);
  };
}
