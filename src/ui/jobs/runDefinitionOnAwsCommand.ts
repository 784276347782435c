import * as vscode from 'vscode';
import { AwsConnectionError, isCredentialProblem } from '../../connections/awsConnectionError.ts';
import type { ConnectionChoice } from '../../connections/connectionChoice.ts';
import { tuningJobKind } from '../../jobs/definitionKind.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import type { Finding } from '../../jobs/finding.ts';
import type { SubmittedJob } from '../../jobs/submit.ts';
import type { Session } from '../../sagemaker/session.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import { mayBeProduction } from '../connections/productionOf.ts';
import { commands } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import { requireTrust } from '../trust.ts';
import { ActivityNotification } from './activityNotification.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { savedDefinitionTarget } from './definitionTarget.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import type { StartedJobs } from './startedJobs.ts';

/** What the command works with. */
interface AwsRunParts {
  readonly connections: ConnectionsModel;
  readonly started: StartedJobs;
  readonly defaults: RunDefaults;
  readonly log: Log;
  /** Shows what AWS has to say about a definition. */
  readonly mark: (document: vscode.TextDocument, findings: readonly Finding[]) => void;
}

/** **SageMaker: Run Job Definition on AWS…**. @returns The new job's name, or undefined when the user ended it. */
export function runDefinitionOnAwsCommand(parts: AwsRunParts) {
  return async (target: unknown): Promise<string | undefined> => {
    requireTrust('run or uploaded');
    const document = await savedDefinitionTarget(target);
    if (document === undefined) return undefined;
    const { checkDefinition } = await import('../../jobs/submitTo.ts');
    await checkDefinition(definitionFileOf(document));
    const place = await awsPlace(parts.connections);
    if (place === undefined) return undefined;
    try {
      return await runAt(place, document, parts);
    } catch (error) {
      if (!(error instanceof AwsConnectionError)) throw error;
      parts.log.error('Running on AWS', error);
      offerLocal(error, document);
      return undefined;
    }
  };
}

/** The connection in use when it is AWS, else one that is picked now and is in use once it is connected. */
async function awsPlace(connections: ConnectionsModel): Promise<Place | undefined> {
  const { active } = connections;
  if (active.choice.kind !== 'local') return active;
  const { pickConnection } = await import('../connections/pickConnection.ts');
  const choice = await connections.picked(() => pickConnection(active.choice, { only: 'aws' }));
  return choice && connections.placeOf(choice);
}

async function runAt(place: Place, document: vscode.TextDocument, parts: AwsRunParts): Promise<string | undefined> {
  const { connections } = parts;
  let connecting: Promise<Session | undefined> | undefined;
  // What is in use already is not wished for anew: another place that is being connected stays the last wish.
  if (connections.active.sessions === place.sessions) connecting = connectTo(place);
  else await connections.switchTo(place.choice, () => (connecting = connectTo(place)));
  const session = await connecting;
  if (session === undefined) return undefined;
  const activity = new ActivityNotification();
  const job = await run(place.choice, session, document, parts, activity).finally(() => activity.dispose());
  if (job === undefined) return undefined;
  session.trainingJobs.refreshNow();
  await parts.started.show(
    new ResourceTarget(place, job.kind === tuningJobKind ? 'tuningJob' : 'trainingJob', job.name),
  );
  return job.name;
}

/** Where there is no way into AWS, the same definition can still be run here. */
function offerLocal(error: AwsConnectionError, document: vscode.TextDocument): void {
  const [local, other] = ['Run Locally', 'Choose Connection…'];
  void vscode.window.showErrorMessage(`SageMaker: ${error.message}`, local, other).then((answer) => {
    if (answer === local) void vscode.commands.executeCommand(commands.runDefinition, document.uri);
    if (answer === other) void vscode.commands.executeCommand(commands.chooseConnection);
  });
}

async function run(
  choice: ConnectionChoice,
  session: Session,
  document: vscode.TextDocument,
  { defaults, mark }: AwsRunParts,
  activity: ActivityNotification,
): Promise<SubmittedJob | undefined> {
  const { signal } = activity;
  activity.show('Looking at the account…');
  const [{ runOnAws }, { awsRunQuestions }] = await Promise.all([
    import('../../jobs/aws/runOnAws.ts'),
    import('./awsRunQuestions.ts'),
  ]);
  const production = await mayBeProduction(choice, session);
  try {
    return await runOnAws(session, definitionFileOf(document), {
      questions: {
        chooseRole: (offer) => activity.pause(() => awsRunQuestions.chooseRole(offer)),
        chooseBucket: (problem) => activity.pause(() => awsRunQuestions.chooseBucket(problem)),
        confirm: (summary) => activity.pause(() => awsRunQuestions.confirm(summary, production)),
      },
      defaults,
      clock: systemClock,
      signal,
      onFindings: (findings) => mark(document, findings),
      onProgress: ({ filesDone, filesTotal }) => activity.show(`Uploading (${filesDone} of ${filesTotal} files)…`),
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    const reason = error instanceof UserError && error.cause !== undefined ? error.cause : error;
    if (choice.kind !== 'local' && isCredentialProblem(reason)) {
      const { awsProblem } = await import('../../connections/awsProblem.ts');
      throw awsProblem(reason, choice, session.connection.endpoint ?? session.connection.region);
    }
    throw error instanceof UserError
      ? error
      : new UserError(`${vscode.workspace.asRelativePath(document.uri)} could not be run on AWS: ${messageOf(error)}`, {
          cause: error,
        });
  }
}
