import * as vscode from 'vscode';
import { problemText } from '../../sagemaker/serviceProblem.ts';
import { UserError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import type { ResourceTarget } from './resourceTarget.ts';

/** How it is said that something is being done, and that it was. */
export interface Action {
  /** `Deleting`. */
  readonly doing: string;
  /** `deleted`. */
  readonly done: string;
}

/** So many at a time: the budget of the connection orders their requests. */
const atOnce = 4;

/**
 * Does the same to each resource, with progress and *Cancel* (which leaves out those that are not begun).
 * @param act - False where it was cancelled before it was done.
 * @returns Those that it was done to, where it was done to all that were not cancelled.
 * @throws UserError that tells of several what was done and what was not; every reason is in the log. Of one, its own error.
 */
export async function actOnEach(
  targets: readonly ResourceTarget[],
  { doing, done }: Action,
  log: Log,
  act: (target: ResourceTarget, token: vscode.CancellationToken) => Promise<unknown>,
): Promise<ResourceTarget[]> {
  const finished: ResourceTarget[] = [];
  const failures: { readonly target: ResourceTarget; readonly error: unknown }[] = [];
  const options = { location: vscode.ProgressLocation.Notification, title: 'SageMaker', cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const waiting = [...targets];
    const tell = (): void =>
      progress.report({
        message:
          targets.length === 1
            ? `${doing} ${targets[0]?.name ?? ''}…`
            : `${doing} ${finished.length + failures.length} of ${targets.length}…`,
      });
    const work = async (): Promise<void> => {
      for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
        if (token.isCancellationRequested) return;
        try {
          if ((await act(target, token)) !== false) finished.push(target);
        } catch (error) {
          failures.push({ target, error });
        }
        tell();
      }
    };
    tell();
    await Promise.all(Array.from({ length: atOnce }, work));
  });
  if (failures.length === 0) return finished;
  const [first] = failures;
  if (targets.length === 1) throw first?.error;
  for (const { target, error } of failures) log.error(`${doing} ${target.kind} ${target.name}`, error);
  const names = failures.slice(0, 3).map(({ target }) => target.name);
  const more = failures.length > names.length ? ` and ${failures.length - names.length} more` : '';
  throw new UserError(
    `${finished.length} of ${targets.length} were ${done}; not ${names.join(', ')}${more}: ${problemText(first?.error)}`,
    { cause: first?.error },
  );
}
