import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { draftText, labelsText } from '../../../jobs/wizard/draftText.ts';
import { runTableConversion } from '../../../jobs/wizard/tableRunner.ts';
import type { TrainPlan } from '../../../jobs/wizard/trainPlan.ts';

/**
 * Writes what the wizard planned: converted data first, then the definition.
 * @param program - Absolute path of the bundled `tableWorker.js`.
 * @returns False when cancelled; then, as after an error, nothing of it is left.
 */
export async function writePlan(plan: TrainPlan, program: string): Promise<boolean> {
  const { conversions, dataFolder, definitionPath, draft, labelsPath } = plan;
  const cancelled = new AbortController();
  try {
    if (dataFolder !== undefined) {
      await mkdir(dataFolder);
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: 'SageMaker: converting the data', cancellable: true },
        async (_progress, token) => {
          token.onCancellationRequested(() => cancelled.abort(new Error('cancelled')));
          for (const conversion of conversions) await runTableConversion(program, conversion, cancelled.signal);
        },
      );
    }
    if (labelsPath !== undefined && draft.classes !== undefined)
      await writeFile(labelsPath, labelsText(draft.classes), { flag: 'wx' });
    await writeFile(definitionPath, draftText(draft), { flag: 'wx' });
    return true;
  } catch (error) {
    if (dataFolder !== undefined) await rm(dataFolder, { recursive: true, force: true });
    if (cancelled.signal.aborted) return false;
    throw error;
  }
}
