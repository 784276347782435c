import * as vscode from 'vscode';
import { requestKindOf, type RequestKind } from '../../jobs/clone/requestFile.ts';
import { UserError } from '../../shared/errors.ts';
import { requestFiles } from '../contributions/ids.ts';
import { pickedFile, shownFile } from '../jobs/definitionTarget.ts';

/** A request in the editor, saved or not. */
export interface RequestDocument {
  readonly document: vscode.TextDocument;
  readonly kind: RequestKind;
}

/**
 * The request file a command is meant for: the one it was called on, the active editor's, or one the user picks.
 * @returns Undefined when the user picked none.
 * @throws UserError when the file is no request or the workspace has none.
 */
export async function requestTarget(target: unknown): Promise<RequestDocument | undefined> {
  const isRequest = (path: string): boolean => requestKindOf(path) !== undefined;
  const uri =
    target instanceof vscode.Uri
      ? target
      : (shownFile(isRequest) ??
        (await pickedFile(requestFiles, {
          title: 'Choose a request file',
          none: 'There is no request file in this workspace; "Clone to Definition…" in the menu of a resource makes one.',
        })));
  if (uri === undefined) return undefined;
  const kind = requestKindOf(uri.path);
  if (kind === undefined)
    throw new UserError(`${uri.fsPath} is not a request file; name it like churn.model.yaml or churn.endpoint.yaml.`);
  return { document: await vscode.workspace.openTextDocument(uri), kind };
}
