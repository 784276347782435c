import { existsSync } from 'node:fs';
import * as vscode from 'vscode';

/** A file that is not there yet, in the first folder that is open; its kind of file is known by its name. */
export function freeUri(fileName: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  for (let number = 1; ; number++) {
    const name = number === 1 ? fileName : fileName.replace(/^[^.]*/, (base) => `${base}-${number}`);
    const uri =
      folder === undefined
        ? vscode.Uri.from({ scheme: 'untitled', path: name })
        : vscode.Uri.joinPath(folder, name).with({ scheme: 'untitled' });
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isOpen && (folder === undefined || !existsSync(uri.fsPath))) return uri;
  }
}

/** Opens such a file with a text in it. */
export async function openUnsaved(uri: vscode.Uri, text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  return editor;
}
