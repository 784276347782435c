import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { languages, requestFiles } from '../contributions/ids.ts';
import { DefinitionCodeActionProvider } from './definitionCodeActionProvider.ts';
import { completionTriggers, DefinitionCompletionProvider } from './definitionCompletionProvider.ts';
import type { DefinitionDiagnostics } from './definitionDiagnostics.ts';
import { DefinitionHoverProvider } from './definitionHoverProvider.ts';
import { DefinitionParts } from './definitionParts.ts';

interface LanguageContext {
  readonly diagnostics: DefinitionDiagnostics;
  readonly connections: Pick<ConnectionsModel, 'active'>;
  readonly extensionUri: vscode.Uri;
}

/** Completion, hover and quick fixes of job definitions; what they need is loaded when they are first used. */
export function registerDefinitionLanguage(
  own: <T extends vscode.Disposable>(part: T) => T,
  { diagnostics, connections, extensionUri }: LanguageContext,
): void {
  const parts = new DefinitionParts(vscode.Uri.joinPath(extensionUri, 'dist', 'documentation.json').fsPath);
  const selector = [...languages];
  const { registerCodeActionsProvider, registerCompletionItemProvider, registerHoverProvider } = vscode.languages;
  own(registerCompletionItemProvider(selector, new DefinitionCompletionProvider(parts), ...completionTriggers));
  own(registerHoverProvider(selector, new DefinitionHoverProvider(parts, connections)));
  own(
    registerCodeActionsProvider(
      [...languages, { pattern: requestFiles }],
      new DefinitionCodeActionProvider(diagnostics),
      {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      },
    ),
  );
}
