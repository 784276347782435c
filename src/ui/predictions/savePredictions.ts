import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import type { PredictionsModel } from '../../sagemaker/predictions/predictionsModel.ts';
import { predictionsText } from '../../sagemaker/predictions/predictionsText.ts';
import { messageOf, UserError } from '../../shared/errors.ts';

/** *Save as CSV…*: all rows with their answers. */
export async function savePredictions(model: PredictionsModel): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${model.subject.name}-predictions.csv`;
  const uri = await vscode.window.showSaveDialog({
    title: 'Save predictions',
    filters: { CSV: ['csv'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri === undefined) return;
  await writeWhole(uri.fsPath, model);
  const open = 'Open';
  const answer = await vscode.window.showInformationMessage(
    `SageMaker: ${model.rows.length.toLocaleString('en-US')} rows are saved in ${vscode.workspace.asRelativePath(uri)}.`,
    open,
  );
  if (answer === open) await vscode.window.showTextDocument(uri);
}

async function writeWhole(path: string, model: PredictionsModel): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  try {
    await pipeline(Readable.from(predictionsText(model, 'csv')), createWriteStream(draft));
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new UserError(`The predictions could not be saved in ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** *Copy*: the same with tabs, for a spreadsheet. */
export async function copyPredictions(model: PredictionsModel): Promise<void> {
  await vscode.env.clipboard.writeText([...predictionsText(model, 'tabs')].join(''));
  void vscode.window.setStatusBarMessage(`SageMaker: ${model.rows.length.toLocaleString('en-US')} rows copied`, 5_000);
}
