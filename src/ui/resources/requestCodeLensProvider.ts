import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';

/** A lens swallows a plain blank behind its icon, and the icon overlaps the word. */
const gap = '\u00a0';

/** *Create…* above the first line of a request; a file that only has such a name has none. */
export class RequestCodeLensProvider implements vscode.CodeLensProvider {
  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.isTrusted) return [];
    const { isRequestText, requestKindOf } = await import('../../jobs/clone/requestFile.ts');
    const kind = requestKindOf(document.uri.path);
    if (kind === undefined || !isRequestText(kind, document.getText())) return [];
    const command = { command: commands.createFromRequest, title: `$(add)${gap}Create…`, arguments: [document.uri] };
    return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
  }
}
