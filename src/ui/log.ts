import * as vscode from 'vscode';
import { UserError, describeChain, messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { commands } from './contributions/ids.ts';

const nextSteps = {
  definition: { title: 'Open Problems', command: 'workbench.actions.view.problems' },
  trust: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
  log: { title: 'Show Log', command: commands.showLog },
};

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
    const next = (error instanceof UserError ? nextSteps[error.about ?? 'log'] : undefined) ?? nextSteps.log;
    void vscode.window.showErrorMessage(`SageMaker: ${messageOf(error)}`, next.title).then((answer) => {
      if (answer === next.title) void vscode.commands.executeCommand(next.command);
    });
  }

  dispose(): void {
    this.channel.dispose();
  }
}
