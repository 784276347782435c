import type { DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import { sleep, type Clock } from '../../shared/clock.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import { isMissing } from '../awsErrors.ts';

/** What became of an instance that was made or started. */
export type NotebookEnd =
  { readonly kind: 'inService' | 'stopped' | 'gone' } | { readonly kind: 'failed'; readonly reason: string };

export interface FollowNotebookOptions {
  readonly describe: () => Promise<DescribeNotebookInstanceOutput>;
  readonly clock: Clock;
  /** Milliseconds between two questions. */
  readonly interval: number;
  readonly signal: AbortSignal;
  readonly onStatus: (status: string) => void;
}

/** So long it is asked on where no answer comes. */
const silentFor = 180_000;

/**
 * Follows an instance until it is in service or will not be.
 * @throws The signal's reason, and a UserError where nothing can be told any more; the instance goes on.
 */
export async function followNotebook(options: FollowNotebookOptions): Promise<NotebookEnd> {
  const { describe, clock, interval, signal, onStatus } = options;
  let answered = clock.now();
  for (;;) {
    signal.throwIfAborted();
    try {
      const { NotebookInstanceStatus: status = '', FailureReason } = await describe();
      answered = clock.now();
      onStatus(status);
      if (status === 'InService') return { kind: 'inService' };
      if (status === 'Stopped') return { kind: 'stopped' };
      if (status === 'Failed') return { kind: 'failed', reason: FailureReason ?? 'SageMaker gave no reason.' };
    } catch (error) {
      if (isMissing(error)) return { kind: 'gone' };
      if (clock.now() - answered >= silentFor)
        throw new UserError(`What becomes of the notebook cannot be told, though it goes on: ${messageOf(error)}`, {
          cause: error,
        });
    }
    await sleep(clock, interval);
  }
}

/** Whether an instance of the local engine failed because there is no Jupyter on this machine (`src/engine/notebooks/jupyterLoader.ts`). */
export function lacksJupyter(reason: string): boolean {
  return /\bsetup-jupyter\b/.test(reason);
}
