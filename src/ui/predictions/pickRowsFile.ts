import * as vscode from 'vscode';
import { formatOfFile } from '../../sagemaker/predictions/rowFormat.ts';
import { pickStep, type StepTexts } from '../jobs/train/stepInput.ts';

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

const endings = ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'libsvm', 'svm'];
/** To be found by typing; a dialog has the rest. */
const mostOffered = 200;

/** Asks for a file of rows: the open ones first, then those of the workspace, then any other. */
export async function pickRowsFile(
  texts: StepTexts,
  current: string | undefined,
): Promise<vscode.Uri | 'back' | undefined> {
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ input }) => (input instanceof vscode.TabInputText ? input.uri : undefined)))
    .filter((uri) => uri?.scheme === 'file' && formatOfFile(uri.fsPath) !== undefined) as vscode.Uri[];
  const found = await vscode.workspace.findFiles(
    `**/*.{${[...endings, ...endings.map((ending) => `${ending}.gz`)].join(',')}}`,
    '**/{node_modules,.*,package.json,package-lock.json,tsconfig*.json}/**',
    mostOffered,
  );
  const known = new Map([...open, ...found].map((uri) => [uri.toString(), uri]));
  const items: FileItem[] = [...known.values()]
    .filter(({ fsPath }) => !/(^|[\\/])(package|package-lock|tsconfig[^\\/]*)\.json$/.test(fsPath))
    .map((uri) => ({
      label: vscode.workspace.asRelativePath(uri),
      ...(open.some((one) => one.toString() === uri.toString()) && { description: 'open' }),
      uri,
    }));
  const active = items.find(({ uri }) => uri?.fsPath === current);
  const chosen = await pickStep<FileItem>(
    texts,
    [...items, { label: '$(folder-opened) Another file…' }],
    active ?? items[0],
  );
  if (chosen === undefined || chosen === 'back') return chosen;
  if (chosen.uri !== undefined) return chosen.uri;
  const [other] =
    (await vscode.window.showOpenDialog({
      title: texts.title,
      openLabel: 'Use',
      filters: { Rows: endings, 'All files': ['*'] },
    })) ?? [];
  return other;
}
