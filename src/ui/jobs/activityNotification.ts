import * as vscode from 'vscode';
import { Disposable } from '../../shared/disposable.ts';

/** What is going on, in a notification with *Cancel* that is out of the way while the user is asked something. */
export class ActivityNotification extends Disposable {
  private readonly cancelled = new AbortController();
  private message = '';
  private shown: { report(message: string): void; end(): void } | undefined;

  constructor() {
    super();
    this.register({ dispose: () => this.hide() });
  }

  /** Aborted by *Cancel*. */
  get signal(): AbortSignal {
    return this.cancelled.signal;
  }

  show(message: string): void {
    this.message = message;
    if (this.shown === undefined) this.open();
    else this.shown.report(message);
  }

  /** Takes the notification away while the user is asked; it comes back when there is an answer to go on with. */
  async pause<T>(ask: () => Promise<T>): Promise<T> {
    this.hide();
    const answer = await ask();
    if (Boolean(answer) && !this.isDisposed) this.show(this.message);
    return answer;
  }

  private hide(): void {
    this.shown?.end();
    this.shown = undefined;
  }

  private open(): void {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let report: (message: string) => void = () => undefined;
    const options = { location: vscode.ProgressLocation.Notification, title: 'SageMaker', cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      report = (message) => progress.report({ message });
      report(this.message);
      token.onCancellationRequested(() => this.cancelled.abort(new Error('cancelled')));
      return ended;
    });
    this.shown = { report: (message) => report(message), end };
  }
}
