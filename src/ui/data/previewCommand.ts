import * as vscode from 'vscode';
import { loadPreview, type Preview } from '../../sagemaker/s3/preview.ts';
import { baseName, visibleName } from '../../sagemaker/s3/s3Place.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { UserError } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import type { DataParts } from './dataParts.ts';
import type { DataTarget } from './dataTarget.ts';
import { pickData } from './pickData.ts';
import type { PreviewFiles } from './previewFiles.ts';

/**
 * **SageMaker: Preview**: objects in the editor, to be read only.
 * @param preserveFocus - Whether the keys go on to be for the row that was clicked, as in the Explorer.
 */
export function previewCommand(
  { connections }: Pick<DataParts, 'connections'>,
  files: PreviewFiles,
  { preserveFocus = false } = {},
) {
  return async (...args: unknown[]): Promise<void> => {
    const targets = await pickData(connections, args, { kinds: ['object'], title: 'Preview' });
    for (const target of targets) await show(target, files, { preview: targets.length === 1, preserveFocus });
  };
}

async function show(target: DataTarget, files: PreviewFiles, options: vscode.TextDocumentShowOptions): Promise<void> {
  const { clients } = await target.connect();
  const preview = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Reading ${target.uri}` },
    () => loadPreview(clients, target.at),
  );
  if (preview === undefined) throw new UserError(`${target.uri} is not there any more; refresh the Data view.`);
  if (preview.kind !== 'binary')
    await vscode.commands.executeCommand('vscode.open', files.fileOf(target, preview), options);
  const note = noteOf(preview);
  if (note === undefined) return;
  const name = visibleName(baseName(target.at.key));
  void vscode.window.showInformationMessage(`SageMaker: ${name} ${note}`, 'Download…').then((answer) => {
    if (answer !== undefined) void vscode.commands.executeCommand(commands.downloadData, target);
  });
}

function noteOf(preview: Preview): string | undefined {
  const size = bytesText(preview.object.size);
  if (preview.kind === 'binary') return `is binary (${size}) and has no preview.`;
  if (preview.kind === 'text' && preview.isCut)
    return `is longer (${size}${preview.isUnzipped ? ' zipped' : ''}): its first 1 MB is shown.`;
  return undefined;
}
