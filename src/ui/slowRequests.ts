import * as vscode from 'vscode';
import { deedOf, whereOf, type Asked } from '../sagemaker/requests/asked.ts';
import { SlowNotice } from '../sagemaker/requests/slowNotice.ts';
import { systemClock } from '../shared/node/systemClock.ts';

/** Shows that an answer takes its time, with *Cancel*: one notification per command, however much it asks for. */
export class SlowRequestsNotice extends SlowNotice {
  constructor() {
    super(systemClock, open);
  }
}

function open(asked: Asked, cancelAll: () => void): () => void {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `SageMaker: ${deedOf(asked)}: waiting for ${whereOf(asked)}`,
    cancellable: true,
  };
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  void vscode.window.withProgress(options, (_progress, token) => {
    token.onCancellationRequested(cancelAll);
    return closed;
  });
  return close;
}
