import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { DefinitionFile } from '../../jobs/submitTo.ts';

/** A definition with the folder that its data may come from: its workspace folder, else its own. */
export function definitionFileOf(document: vscode.TextDocument): DefinitionFile {
  const path = document.uri.fsPath;
  const workspaceRoot = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? dirname(path);
  return { text: document.getText(), path, workspaceRoot };
}
