import * as vscode from 'vscode';
import { changesSomething, askedOf } from '../sagemaker/requests/asked.ts';
import { RequestCancelledError } from '../sagemaker/requests/watchRequests.ts';
import { problemText } from '../sagemaker/serviceProblem.ts';
import { describeChain } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { nextStepsOf } from './nextSteps.ts';

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
    if (isHarmlesslyCancelled(error)) return;
    const next = nextStepsOf(error);
    void vscode.window
      .showErrorMessage(`SageMaker: ${problemText(error)}`, ...next.map(({ title }) => title))
      .then((answer) => {
        const chosen = next.find(({ title }) => title === answer);
        if (chosen !== undefined) void vscode.commands.executeCommand(chosen.command);
      });
  }

  dispose(): void {
    this.channel.dispose();
  }
}

/** A person knows that he cancelled; only what may have been done all the same is said. */
function isHarmlesslyCancelled(error: unknown): boolean {
  const asked = askedOf(error);
  return error instanceof RequestCancelledError && (asked === undefined || !changesSomething(asked));
}
