import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';

/** A lens swallows a plain blank behind its icon, and the icon overlaps the word. */
const gap = '\u00a0';

/** *Run locally* and *Run on AWS…* above the first line of a job definition. */
export class DefinitionCodeLensProvider implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    const lenses = [
      new vscode.CodeLens(top, {
        command: commands.showResolvedRequest,
        title: 'Show resolved request',
        arguments: [document.uri],
      }),
    ];
    if (!vscode.workspace.isTrusted) return lenses;
    return [
      new vscode.CodeLens(top, {
        command: commands.runDefinition,
        title: `$(play)${gap}Run locally`,
        arguments: [document.uri],
      }),
      new vscode.CodeLens(top, {
        command: commands.runDefinitionOnAws,
        title: `$(cloud-upload)${gap}Run on AWS…`,
        arguments: [document.uri],
      }),
      ...lenses,
    ];
  }
}
