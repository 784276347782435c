import * as vscode from 'vscode';
import { describeChain, messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { commands } from './contributions/ids.ts';

/** The extension's log; secrets are removed on the way in. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('SageMaker', { log: true });

  readonly info = (line: string): void => this.channel.info(redact(line));

  error(context: string, error: unknown): void {
    this.channel.error(redact(`${context}: ${describeChain(error)}`));
  }

  show(): void {
    this.channel.show();
  }

  /** Logs the whole chain and shows the user one sentence; does not wait for an answer. */
  tell(context: string, error: unknown): void {
    this.error(context, error);
    const showLog = 'Show Log';
    void vscode.window.showErrorMessage(`SageMaker: ${messageOf(error)}`, showLog).then((answer) => {
      if (answer === showLog) void vscode.commands.executeCommand(commands.showLog);
    });
  }

  dispose(): void {
    this.channel.dispose();
  }
}
