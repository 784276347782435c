import { join } from 'node:path';
import * as vscode from 'vscode';
import { workspacePythons } from '../../local/workspacePythons.ts';
import { settings } from '../contributions/ids.ts';
import { activeInterpreter } from './pythonExtension.ts';

/** The interpreters that a job of the first folder could get from the editor, best first; none of an untrusted workspace. */
export async function knownInterpreters(log: (line: string) => void): Promise<string[]> {
  const setting = vscode.workspace.getConfiguration().get<string>(settings.python)?.trim();
  if (setting) return [setting];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined || !vscode.workspace.isTrusted) return [];
  const active = await activeInterpreter(folder, log);
  const found = workspacePythons(join(folder.fsPath, 'definition'), folder.fsPath);
  return active === undefined ? found : [active, ...found];
}
