import * as vscode from 'vscode';
import { tuningJobKind } from '../../jobs/definitionKind.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import { systemClock } from '../../shared/node/systemClock.ts';
import { Singly } from '../../shared/singly.ts';
import type { SubmittedJob } from '../../jobs/submit.ts';
import { requireTrust } from '../trust.ts';
import { savedDefinitionTarget } from './definitionTarget.ts';
import { definitionFileOf } from './definitionFileOf.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import type { StartedJobs } from './startedJobs.ts';

/** **SageMaker: Run Job Definition Locally**, also *Run locally* above the file. @returns The new job's name, or undefined when cancelled. */
export function runDefinitionCommand(local: Place, started: StartedJobs, log: (line: string) => void) {
  const submissions = new Singly(); // a click too many is not meant for a second job
  return async (target: unknown): Promise<string | undefined> => {
    requireTrust();
    const document = await savedDefinitionTarget(target);
    if (document === undefined) return undefined;
    const options = { location: vscode.ProgressLocation.Notification, title: 'SageMaker', cancellable: true };
    const job = await submissions.run(document.uri.toString(), async () =>
      vscode.window.withProgress(options, (progress, token) => submit(local.sessions, document, log, progress, token)),
    );
    if (job !== undefined)
      await started.show(new ResourceTarget(local, job.kind === tuningJobKind ? 'tuningJob' : 'trainingJob', job.name));
    return job?.name;
  };
}

async function submit(
  sessions: SessionSource,
  document: vscode.TextDocument,
  log: (line: string) => void,
  progress: vscode.Progress<{ message?: string }>,
  token: vscode.CancellationToken,
): Promise<SubmittedJob | undefined> {
  const cancelled = new AbortController();
  token.onCancellationRequested(() => cancelled.abort(new Error('cancelled')));
  try {
    progress.report({ message: 'Checking the definition…' });
    const { checkDefinition, resolveFor, sendTo } = await import('../../jobs/submitTo.ts');
    const file = definitionFileOf(document);
    await checkDefinition(file, 'local');
    progress.report({ message: 'Starting the local engine…' });
    const session = await sessions.connect();
    const job = await resolveFor(session, file, systemClock);
    const { runnerWishFor } = await import('../setup/runnerWishes.ts');
    const wish = await runnerWishFor({ connection: session.connection, job, file }, log);
    if (wish === undefined) return undefined;
    const submitted = await sendTo(session, job, {
      wish,
      signal: cancelled.signal,
      onProgress: ({ filesDone, filesTotal }) =>
        progress.report({ message: `Uploading data (${filesDone} of ${filesTotal} files)…` }),
    });
    session.trainingJobs.refreshNow();
    return submitted;
  } catch (error) {
    if (cancelled.signal.aborted) return undefined;
    throw error instanceof UserError
      ? error
      : new UserError(`${vscode.workspace.asRelativePath(document.uri)} could not be run: ${messageOf(error)}`, {
          cause: error,
        });
  }
}
