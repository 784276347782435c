import * as vscode from 'vscode';
import { isDefinitionName } from '../../jobs/definitionKind.ts';
import { UserError } from '../../shared/errors.ts';

const pattern = '**/*.{training-job,tuning-job}.{yaml,yml,json}';
const atMost = 200;

/** The same with unsaved changes saved, so that what runs is what is on the screen. */
export async function savedDefinitionTarget(target: unknown): Promise<vscode.TextDocument | undefined> {
  const document = await definitionTarget(target);
  if (document?.isDirty === true && !(await document.save()))
    throw new UserError(`${document.uri.fsPath} could not be saved; save it and run it again.`);
  return document;
}

/**
 * The definition file a command is meant for: the one it was called on, the active editor's, or one the user picks.
 * @returns Undefined when the user picked none.
 * @throws UserError when the file is no job definition or the workspace has none.
 */
export async function definitionTarget(target: unknown): Promise<vscode.TextDocument | undefined> {
  const uri = target instanceof vscode.Uri ? target : (activeDefinition() ?? (await pick()));
  if (uri === undefined) return undefined;
  if (!isDefinitionName(uri.path))
    throw new UserError(
      `${uri.fsPath} is not a job definition; name it like boston.training-job.yaml or boston.tuning-job.yaml.`,
    );
  return vscode.workspace.openTextDocument(uri);
}

/** The active editor's, or, where a panel has the focus, the only definition on the screen. */
function activeDefinition(): vscode.Uri | undefined {
  const isDefinition = (uri: vscode.Uri | undefined): uri is vscode.Uri =>
    uri !== undefined && isDefinitionName(uri.path);
  const active = vscode.window.activeTextEditor?.document.uri;
  if (isDefinition(active)) return active;
  const visible = vscode.window.visibleTextEditors.map(({ document }) => document.uri).filter(isDefinition);
  return visible.length === 1 ? visible[0] : undefined;
}

async function pick(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.venv,.git}/**', atMost);
  if (files.length === 0) {
    throw new UserError(
      'There is no job definition in this workspace; create a file such as boston.training-job.yaml, or open the Boston Housing example.',
    );
  }
  if (files.length === 1) return files[0];
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { title: 'Choose a job definition', placeHolder: 'Job definition' }))
    ?.uri;
}
