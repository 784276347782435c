import * as vscode from 'vscode';

/** Absolute path of the program that reads tables in a thread of its own. */
export function tableProgram(extensionUri: vscode.Uri): string {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'tableWorker.js').fsPath;
}
