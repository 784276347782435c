import * as vscode from 'vscode';
import type { PredictionMemory } from '../../jobs/predictions/predictionMemory.ts';
import { PredictionsFolder } from '../../jobs/predictions/predictionsFolder.ts';
import { labelNameOf, rowsFileOf, sentColumns, type RowsAnswers } from '../../jobs/predictions/rowsAnswers.ts';
import type { TakenRows } from '../../jobs/predictions/takeRows.ts';
import { runRowsTaking } from '../../jobs/wizard/tableRunner.ts';
import { invokeEndpoint } from '../../sagemaker/predictions/invokeEndpoint.ts';
import { invokeRows } from '../../sagemaker/predictions/invokeRows.ts';
import { PredictionsModel } from '../../sagemaker/predictions/predictionsModel.ts';
import { rowsAtOnce } from '../../sagemaker/predictions/rowBatches.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { sessionOf } from './invocationSender.ts';
import { knownLabel } from './knownLabel.ts';
import type { PredictionsPanels } from './predictionsPanels.ts';

/** What the person has answered so far. */
export interface InvokeAnswers extends RowsAnswers {
  readonly payload?: 'text' | 'selection' | 'file';
  /** null: the endpoint chooses by weight. */
  readonly variant?: string | null;
}

interface InvokeFileParts extends Pick<UiParts, 'clock' | 'log' | 'walkthrough'> {
  readonly memory: PredictionMemory;
  readonly panels: PredictionsPanels;
}

/** Sends the rows that were taken, in a panel that fills while they are answered. */
export async function invokeFile(
  answers: InvokeAnswers,
  { rows, hasMore }: TakenRows,
  endpoint: { readonly target: ResourceTarget; readonly connectionId: string; readonly connection: string },
  { clock, log, walkthrough, memory, panels }: InvokeFileParts,
): Promise<void> {
  const { target, connectionId, connection } = endpoint;
  const { file, contentType, variant } = answers;
  if (file === undefined || contentType === undefined) return;
  const session = await sessionOf(target, connectionId);
  await memory.keepType(session.connection, target.name, { format: file.format, contentType });
  const asked = typeof variant === 'string' ? variant : undefined;
  const facts = knownLabel(answers, target, session, { log }, asked);
  const labelName = labelNameOf(answers);
  const { from = 0 } = answers.range ?? {};
  const model = new PredictionsModel({
    subject: {
      kind: 'endpoint',
      name: target.name,
      source: file.title,
      format: file.format,
      contentType,
      columns: sentColumns(answers),
      ...(labelName !== undefined && { labelName }),
      notes:
        from > 0 || hasMore
          ? [
              `Rows ${(from + 1).toLocaleString('en-US')} to ${(from + rows.length).toLocaleString('en-US')} of the file.`,
            ]
          : [],
    },
    rows,
    answers: [],
    requests: [],
  });
  const cancelled = new AbortController();
  const kept = new PredictionsFolder(panels.folder);
  const id = kept.newId(clock.now());
  await panels.open({
    target,
    model,
    connectionId,
    connection,
    id,
    cancel: () => cancelled.abort(new Error('cancelled')),
  });
  const invocation = { endpoint: target.name, contentType, ...(asked !== undefined && { variant: asked }) };
  model.setRunning(true);
  const keep = () =>
    kept.write(id, model).catch((error: unknown) => log.info(`Predictions were not kept: ${messageOf(error)}`));
  await keep(); // a window that is reloaded meanwhile shows at least the rows
  try {
    await invokeRows(rows, {
      rowsAtOnce: rowsAtOnce(file.format),
      invoke: (body, signal) => invokeEndpoint(session.clients, invocation, body, { clock, signal }),
      onBatch: (batch) => {
        model.accept(batch);
        if (batch.answers.some(({ answer }) => answer !== undefined)) void walkthrough.reach('invoked');
      },
      onSingly: () =>
        model.addNote('The model gives one answer to several rows, so each row was sent in a request of its own.'),
      signal: cancelled.signal,
    });
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
    model.addNote('Cancelled: the rows without an answer were not sent, or not answered any more.');
  } finally {
    model.setRunning(false);
    await keep(); // what the labels stand for may take a while
    model.learn(await facts);
    await keep();
  }
}

/** Reads the rows in a thread of their own. @throws UserError saying why they cannot be read. */
export function takeWithProgress(answers: RowsAnswers, program: string): Thenable<TakenRows> {
  const { from, count } = answers.range ?? { from: 0, count: 0 };
  const options = {
    location: vscode.ProgressLocation.Window,
    title: `SageMaker: reading ${answers.file?.title ?? ''}`,
  };
  const stop = new AbortController();
  return vscode.window.withProgress(options, (_progress, token) => {
    token.onCancellationRequested(() => stop.abort(new UserError('The rows were not read to their end.')));
    return runRowsTaking(program, { file: rowsFileOf(answers), from, count }, stop.signal);
  });
}
