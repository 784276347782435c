import * as vscode from 'vscode';
import { canHoldOut, type DataAnswer, type TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { inputStep, type StepTexts } from './stepInput.ts';

const datasets = '**/*.{csv,tsv,libsvm,svm,parquet,jsonl,recordio,pbr,rec,txt,gz}';
const skipped = '**/{node_modules,.venv,venv,.git}/**';
const atMost = 500;

/** An answer, or a way to give another one. */
export interface DataItem extends vscode.QuickPickItem {
  readonly answer?: DataAnswer;
  readonly ask?: 'file' | 'folder' | 's3';
}

/** What can be answered to the question for a channel's data. */
export async function dataItems(answers: TrainAnswers, channel: string, required: boolean): Promise<DataItem[]> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(answers.workspaceRoot, datasets),
    new vscode.RelativePattern(answers.workspaceRoot, skipped),
    atMost,
  );
  const paths = new Set(found.map(({ fsPath }) => fsPath));
  const { train } = answers.data;
  // Measured on its own rows, a model would only look good.
  if (channel !== 'train' && train?.kind === 'local') paths.delete(train.path);
  const given = answers.data[channel];
  if (given?.kind === 'local' && !given.isFolder) paths.add(given.path);
  const files = [...paths].map((path): DataItem => ({
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
    ...files.sort((a, b) => a.label.localeCompare(b.label)),
    { label: '$(file-add) Another file…', ask: 'file', alwaysShow: true },
    { label: '$(folder-opened) A folder…', ask: 'folder', alwaysShow: true },
    { label: '$(cloud) Data in S3…', ask: 's3', alwaysShow: true },
  ];
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
