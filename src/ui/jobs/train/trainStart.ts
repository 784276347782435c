import * as vscode from 'vscode';
import { nodeDefinitionFiles } from '../../../jobs/nodeDefinitionFiles.ts';
import type { TrainChoice } from '../../../jobs/wizard/algorithmChoices.ts';
import type { TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { UserError } from '../../../shared/errors.ts';

/** What the wizard knows before its first question, from where it was opened. */
export async function trainStart(target: unknown): Promise<{ answers: TrainAnswers; first: TrainChoice['kind'] }> {
  const uri = target instanceof vscode.Uri && target.scheme === 'file' ? target : undefined;
  const folder = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  const workspaceRoot = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
  if (workspaceRoot === undefined || (uri !== undefined && folder === undefined))
    throw new UserError('Open the folder that holds your data or your script, then train a model of it.', {
      about: 'folder',
    });
  const empty: TrainAnswers = { workspaceRoot, data: {}, hyperparameters: {} };
  if (uri === undefined) return { answers: empty, first: 'algorithm' };
  const path = uri.fsPath;
  if (/\.(py|sh)$/i.test(path)) return { answers: { ...empty, script: path }, first: 'script' };
  const isFolder = (await nodeDefinitionFiles.stat(path))?.kind === 'folder';
  const script = isFolder ? await scriptIn(path) : undefined;
  if (script !== undefined) return { answers: { ...empty, script }, first: 'script' };
  return { answers: { ...empty, data: { train: { kind: 'local', path, isFolder } } }, first: 'algorithm' };
}

/** The script that a folder of source is run by, as most projects name it. */
async function scriptIn(folder: string): Promise<string | undefined> {
  const names = await nodeDefinitionFiles.names(folder);
  const scripts = names.filter((name) => /\.(py|sh)$/i.test(name));
  const usual = scripts.find((name) => /^(train|main)\.py$/.test(name)) ?? scripts[0];
  return usual === undefined ? undefined : vscode.Uri.joinPath(vscode.Uri.file(folder), usual).fsPath;
}
