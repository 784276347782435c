import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import type { Part } from '../../sagemaker/deploy/makeDeployment.ts';
import { removedText } from '../../sagemaker/deploy/partsText.ts';
import { removeParts, type RemovedParts } from '../../sagemaker/deploy/removeParts.ts';
import { sleep, type Clock } from '../../shared/clock.ts';
import { lookEvery } from '../followInProgress.ts';

/** Milliseconds that a message waits for the views. */
const longestWait = 2_000;

/** Whether an endpoint is gone. */
export const endsEndpoint = ({ removed }: RemovedParts): boolean => removed.some(({ kind }) => kind === 'endpoint');

/** Deletes parts of endpoints in a notification, and tells what was deleted and what was not. */
export async function removeWithProgress(place: Place, parts: readonly Part[], clock: Clock): Promise<RemovedParts> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'SageMaker: deleting', cancellable: true };
  const outcome = await vscode.window.withProgress(options, (progress, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort(new Error('cancelled')));
    return removeParts(parts, {
      clients: async () => (await place.sessions.connect()).clients,
      clock,
      interval: lookEvery(place),
      signal: cancelled.signal,
      onStep: (message) => progress.report({ message }),
    });
  });
  const kinds = [...new Set(parts.map(({ kind }) => kind))];
  const lists = place.sessions.current?.lists;
  const refreshed = kinds.flatMap((kind) => lists?.of(kind).refreshed() ?? []);
  // What is said to be gone is no longer in the views either, unless they take long.
  await Promise.race([Promise.all(refreshed), sleep(clock, longestWait)]);
  const message = `SageMaker: ${removedText(outcome)}`;
  void (outcome.failed.length === 0
    ? vscode.window.showInformationMessage(message)
    : vscode.window.showWarningMessage(message));
  return outcome;
}
