import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import type { DataParts } from './dataParts.ts';
import { pickData } from './pickData.ts';

/** **SageMaker: Find in Data…**: goes to an s3:// URI or prefix, also of a bucket that is not listed. */
export function findDataCommand({ connections, view }: DataParts) {
  return async (): Promise<void> => {
    const choice = { kinds: ['prefix', 'object'], title: 'Find in Data' } as const;
    const [target] = await pickData(connections, [], choice);
    if (target === undefined) return;
    // A tree that has the focus takes it again at the end of a redraw, from the preview.
    const preserveFocus = target.kind === 'object';
    await vscode.commands.executeCommand('sagemakerWorkbench.views.data.focus', { preserveFocus });
    await view.find(target.at, { preserveFocus });
    if (target.kind === 'object') await vscode.commands.executeCommand(commands.previewData, target);
  };
}
