import * as vscode from 'vscode';
import { AwsConnectionError } from '../../connections/awsProblem.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import type { Finding } from '../../jobs/finding.ts';
import type { Session } from '../../sagemaker/session.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import { commands } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { definitionTarget } from './definitionTarget.ts';
import { JobTarget } from './jobTarget.ts';

/** What the command works with. */
interface AwsRunParts {
  readonly connections: ConnectionsModel;
  readonly panels: TrainingJobPanels;
  readonly defaults: RunDefaults;
  readonly log: Log;
  /** Shows what AWS has to say about a definition. */
  readonly mark: (document: vscode.TextDocument, findings: readonly Finding[]) => void;
}

/** **SageMaker: Run Job Definition on AWS…**. @returns The new job's name, or undefined when the user ended it. */
export function runDefinitionOnAwsCommand(parts: AwsRunParts) {
  return async (target: unknown): Promise<string | undefined> => {
    if (!vscode.workspace.isTrusted)
      throw new UserError('This workspace is not trusted, so nothing in it is run or uploaded; trust it first.', {
        about: 'trust',
      });
    const document = await definitionTarget(target);
    if (document === undefined) return undefined;
    const { checkDefinition } = await import('../../jobs/submitTo.ts');
    await checkDefinition(definitionFileOf(document));
    const place = await awsPlace(parts.connections);
    if (place === undefined) return undefined;
    const session = await connected(place, document, parts.log);
    if (session === undefined) return undefined;
    const name = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'SageMaker', cancellable: true },
      (progress, token) => run(session, document, parts, progress, token),
    );
    if (name === undefined) return undefined;
    session.trainingJobs.refreshNow();
    parts.panels.show(new JobTarget(place, name));
    return name;
  };
}

/** The connection in use when it is AWS, else one that is picked now and is in use from then on. */
async function awsPlace(connections: ConnectionsModel): Promise<Place | undefined> {
  const { active } = connections;
  if (active.choice.kind !== 'local') return active;
  const { pickConnection } = await import('../connections/pickConnection.ts');
  const choice = await pickConnection(active.choice, 'aws');
  return choice && connections.choose(choice);
}

/** Where there is no way into AWS, the same definition can still be run here. */
async function connected(place: Place, document: vscode.TextDocument, log: Log): Promise<Session | undefined> {
  try {
    return await connectTo(place);
  } catch (error) {
    if (!(error instanceof AwsConnectionError)) throw error;
    log.error('Connecting to AWS', error);
    const [local, other] = ['Run Locally', 'Choose Connection…'];
    void vscode.window.showErrorMessage(`SageMaker: ${messageOf(error)}`, local, other).then((answer) => {
      if (answer === local) void vscode.commands.executeCommand(commands.runDefinition, document.uri);
      if (answer === other) void vscode.commands.executeCommand(commands.chooseConnection);
    });
    return undefined;
  }
}

async function run(
  session: Session,
  document: vscode.TextDocument,
  { defaults, mark }: AwsRunParts,
  progress: vscode.Progress<{ message?: string }>,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const cancelled = new AbortController();
  token.onCancellationRequested(() => cancelled.abort(new Error('cancelled')));
  progress.report({ message: 'Looking at the account…' });
  const [{ runOnAws }, { awsRunQuestions }] = await Promise.all([
    import('../../jobs/aws/runOnAws.ts'),
    import('./awsRunQuestions.ts'),
  ]);
  try {
    const job = await runOnAws(session, definitionFileOf(document), {
      questions: awsRunQuestions,
      defaults,
      clock: systemClock,
      signal: cancelled.signal,
      onFindings: (findings) => mark(document, findings),
      onProgress: ({ filesDone, filesTotal }) =>
        progress.report({ message: `Uploading (${filesDone} of ${filesTotal} files)…` }),
    });
    return job?.name;
  } catch (error) {
    if (cancelled.signal.aborted) return undefined;
    throw error instanceof UserError
      ? error
      : new UserError(`${vscode.workspace.asRelativePath(document.uri)} could not be run on AWS: ${messageOf(error)}`, {
          cause: error,
        });
  }
}
