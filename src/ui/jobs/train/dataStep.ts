import { gunzipSync, constants } from 'node:zlib';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { csvHeadLength } from '../../../formats/csvHead.ts';
import { readTableHead, type TableHead } from '../../../formats/tableHead.ts';
import { nodeDefinitionFiles } from '../../../jobs/nodeDefinitionFiles.ts';
import { tableReadingOf } from '../../../jobs/wizard/algorithmChoices.ts';
import { unreadableReason } from '../../../jobs/wizard/contentType.ts';
import type { StepPosition } from '../../../jobs/wizard/stepWalk.ts';
import { canHoldOut, type DataAnswer, type TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { isInside } from '../../../jobs/workspacePath.ts';
import { UserError } from '../../../shared/errors.ts';
import { inputStep, pickStep } from './stepInput.ts';

const datasets = '**/*.{csv,tsv,libsvm,svm,parquet,jsonl,recordio,pbr,rec,txt,csv.gz,tsv.gz}';
const skipped = '**/{node_modules,.venv,venv,.git}/**';
const atMost = 500;

interface DataItem extends vscode.QuickPickItem {
  readonly answer?: DataAnswer;
  readonly ask?: 'file' | 'folder' | 's3';
}

/** Asks where a channel's data come from. @param required - Whether the job cannot do without. */
export async function askData(
  answers: TrainAnswers,
  { channel, required }: { readonly channel: string; readonly required: boolean },
  position: StepPosition,
): Promise<TrainAnswers | 'back' | undefined> {
  const given = answers.data[channel];
  const items = await itemsFor(answers, channel, required);
  const texts = {
    ...position,
    title: `Train a Model: ${channel} data`,
    placeholder:
      answers.spec?.channels.find(({ name }) => name === channel)?.description ??
      'A file or folder that the script is given in a folder of its own',
  };
  for (;;) {
    const active = items.find(({ answer }) => answer !== undefined && JSON.stringify(answer) === JSON.stringify(given));
    const chosen = await pickStep(texts, items, active);
    if (chosen === undefined || chosen === 'back') return chosen;
    const answer = chosen.answer ?? (await askElsewhere(chosen.ask, answers, texts));
    if (answer === 'back') continue;
    if (answer === undefined) return undefined;
    const problem = answer.kind === 'local' ? problemWith(answers, channel, answer.path) : undefined;
    if (problem !== undefined) {
      void vscode.window.showWarningMessage(`SageMaker: ${problem}`);
      continue;
    }
    const next: TrainAnswers = { ...answers, data: { ...answers.data, [channel]: answer } };
    return channel === 'train' ? withTable(next, answer) : next;
  }
}

function problemWith(answers: TrainAnswers, channel: string, path: string): string | undefined {
  if (isInside(answers.workspaceRoot, path)) return unreadableReason(answers, channel, path);
  return `${path} is outside the workspace, from which alone data are sent: copy it in, or choose its place in S3.`;
}

/** Looks at the training data, when they are a table that can be brought into form. */
export async function withTable(answers: TrainAnswers, train: DataAnswer): Promise<TrainAnswers> {
  const { table: _table, label: _label, ...others } = answers;
  const isTable = train.kind === 'local' && !train.isFolder && /\.(csv|tsv)(\.gz)?$/i.test(train.path);
  if (!isTable || answers.what === undefined || tableReadingOf(answers.what) === undefined) return others;
  return { ...others, table: await readHead(train.path) };
}

/** @throws UserError when the file holds no row. */
export async function readHead(path: string): Promise<TableHead> {
  const bytes = Buffer.from(await nodeDefinitionFiles.readHead(path, csvHeadLength));
  const isWhole = bytes.length < csvHeadLength;
  // A head ends in the midst of the compressed stream.
  const text = path.endsWith('.gz') ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  const head = readTableHead(text, isWhole);
  if (head === undefined) throw new UserError(`${basename(path)} holds no rows; choose a file with data.`);
  return head;
}

async function itemsFor(answers: TrainAnswers, channel: string, required: boolean): Promise<DataItem[]> {
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

async function askElsewhere(
  ask: DataItem['ask'],
  { workspaceRoot }: TrainAnswers,
  texts: Parameters<typeof pickStep>[0],
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
