import * as vscode from 'vscode';
import { dataEndings, dataOrder, isDataFile } from '../../../jobs/wizard/dataOrder.ts';
import { canHoldOut, type DataAnswer, type TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { inputStep, type StepTexts } from './stepInput.ts';

const datasets = `**/*.{${dataEndings.join(',')}}`;
const definitions = '**/*.training-job.{yaml,yml}';
const skipped = '**/{node_modules,.venv,venv,.git}/**';
const atMost = 500;

/** An answer, or a way to give another one. */
export interface DataItem extends vscode.QuickPickItem {
  readonly answer?: DataAnswer;
  readonly ask?: 'file' | 'folder' | 's3';
}

/** What can be answered to the question for a channel's data. */
export async function dataItems(answers: TrainAnswers, channel: string, required: boolean): Promise<DataItem[]> {
  const { workspaceRoot } = answers;
  const [found, defined] = await Promise.all([datasets, definitions].map((glob) => pathsOf(workspaceRoot, glob)));
  const paths = new Set(found);
  const active = activeFile();
  if (active !== undefined && isDataFile(active, workspaceRoot)) paths.add(active);
  const { train } = answers.data;
  // Measured on its own rows, a model would only look good.
  if (channel !== 'train' && train?.kind === 'local') paths.delete(train.path);
  const given = answers.data[channel];
  if (given?.kind === 'local' && !given.isFolder) paths.add(given.path);
  const files = dataOrder(paths, { active, definitions: defined ?? [] }).map((path): DataItem => ({
    label: `$(file) ${vscode.workspace.asRelativePath(path, false)}`,
    answer: { kind: 'local', path, isFolder: false },
  }));
  const none: DataItem = {
    label: '$(circle-slash) None',
    detail: channel === 'train' ? 'The script gets its data elsewhere.' : 'Nothing is measured on other rows.',
    answer: { kind: 'none' },
  };
  const holdOut: DataItem = {
    label: '$(split-horizontal) Hold out 20 %',
    detail: 'One row of every five is kept from training, to measure the model on.',
    answer: { kind: 'holdOut' },
  };
  const folder: DataItem[] =
    given?.kind === 'local' && given.isFolder
      ? [{ label: `$(folder) ${vscode.workspace.asRelativePath(given.path, false)}`, answer: given }]
      : [];
  return [
    ...(canHoldOut(answers, channel) ? [holdOut] : []),
    ...(required || (channel === 'train' && answers.what?.kind !== 'script') ? [] : [none]),
    ...folder,
    ...files,
    { label: '$(file-add) Another file…', ask: 'file', alwaysShow: true },
    { label: '$(folder-opened) A folder…', ask: 'folder', alwaysShow: true },
    { label: '$(cloud) Data in S3…', ask: 's3', alwaysShow: true },
  ];
}

async function pathsOf(workspaceRoot: string, glob: string): Promise<string[]> {
  const within = (pattern: string): vscode.RelativePattern => new vscode.RelativePattern(workspaceRoot, pattern);
  const found = await vscode.workspace.findFiles(within(glob), within(skipped), atMost);
  return found.map(({ fsPath }) => fsPath);
}

/** That of the tab in front: a large file, or one in an editor of its own, is no text editor's. */
function activeFile(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return isFile && input.uri.scheme === 'file' ? input.uri.fsPath : undefined;
}

/** Asks for what is not in the list. */
export async function askElsewhere(
  ask: DataItem['ask'],
  { workspaceRoot }: TrainAnswers,
  texts: StepTexts,
): Promise<DataAnswer | 'back' | undefined> {
  if (ask === 's3') {
    const typed = await inputStep(
      { ...texts, value: '', placeholder: 's3://bucket/folder/', prompt: 'All objects whose name begins so' },
      (text) => (/^s3:\/\/[a-z0-9][a-z0-9.-]+\/?/.test(text) ? undefined : 'An S3 URI begins with s3:// and a bucket.'),
    );
    return typed === undefined || typed === 'back' ? typed : { kind: 's3', uri: typed.text };
  }
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: texts.title,
      defaultUri: vscode.Uri.file(workspaceRoot),
      canSelectFiles: ask === 'file',
      canSelectFolders: ask === 'folder',
    })) ?? [];
  return chosen === undefined ? 'back' : { kind: 'local', path: chosen.fsPath, isFolder: ask === 'folder' };
}
