import * as vscode from 'vscode';
import type { DefinitionDiagnostics } from './definitionDiagnostics.ts';

/** Quick fixes: what a finding says should stand in its place. */
export class DefinitionCodeActionProvider implements vscode.CodeActionProvider {
  constructor(private readonly diagnostics: Pick<DefinitionDiagnostics, 'replacementOf'>) {}

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => {
      const replacement = this.diagnostics.replacementOf(document.uri, diagnostic);
      if (replacement === undefined) return [];
      const action = new vscode.CodeAction(`Change to ${replacement}`, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, diagnostic.range, replacement);
      return [action];
    });
  }
}
