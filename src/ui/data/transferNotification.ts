import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TransferProgress } from '../../sagemaker/s3/transfer.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { untilAborted } from '../../shared/node/untilAborted.ts';

/** What a transfer is given to tell how far it is, and to be ended by. */
export interface TransferControl {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TransferProgress) => void;
  /** Says what goes on before there is anything to count. */
  readonly say: (message: string) => void;
}

/**
 * Runs a transfer with a notification that says how far it is and has *Cancel*.
 * @returns Undefined when the user cancelled it.
 */
export async function withTransfer<T>(
  title: string,
  work: (control: TransferControl) => Promise<T>,
): Promise<T | undefined> {
  const cancelled = new AbortController();
  const options = { location: vscode.ProgressLocation.Notification, title: `SageMaker: ${title}`, cancellable: true };
  try {
    return await vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => cancelled.abort(new Error('cancelled')));
      let shown = 0;
      const onProgress = ({ filesDone, filesTotal, bytesDone, bytesTotal }: TransferProgress): void => {
        const share = bytesTotal === 0 ? filesDone / filesTotal : bytesDone / bytesTotal;
        const increment = Math.floor(share * 100) - shown;
        // Each report is drawn: many small files would have the window do nothing else.
        if (increment <= 0 && filesDone < filesTotal) return;
        shown += increment;
        const files = filesTotal === 1 ? '' : `${filesDone} of ${filesTotal} files, `;
        progress.report({ increment, message: `${files}${bytesText(bytesDone)} of ${bytesText(bytesTotal)}` });
      };
      return work({ signal: cancelled.signal, onProgress, say: (message) => progress.report({ message }) });
    });
  } catch (error) {
    if (cancelled.signal.aborted) return undefined;
    throw error;
  }
}

/** A person waits so long before wondering, in milliseconds. */
const patience = 500;
/** The editor leaves a notification on the screen for at least so long, and then takes it away. */
const leastShown = 1_000;

/**
 * As `withTransfer`, for what is looked at before a question: of what is had at once nothing is shown, and nothing stays beside the question.
 * @returns Undefined when the user cancelled it.
 */
export async function withLook<T>(
  title: string,
  work: (control: Pick<TransferControl, 'signal' | 'say'>) => Promise<T>,
): Promise<T | undefined> {
  const cancelled = new AbortController();
  let show: TransferControl['say'] | undefined;
  const looking = work({ signal: cancelled.signal, say: (message) => show?.(message) });
  const done = looking.then(
    () => true,
    () => true,
  );
  if (await Promise.race([done, delay(patience, false)])) return looking;
  return withTransfer(title, async ({ signal, say }) => {
    signal.addEventListener('abort', () => cancelled.abort(signal.reason));
    show = say;
    // *Cancel* counts for as long as it can be seen.
    const stays = delay(leastShown, undefined, { signal });
    const [result] = await Promise.all([untilAborted(looking, signal), stays]);
    return result;
  });
}

/** @returns What to do with those that are there already; undefined when the user left. */
export async function askOverwrite(
  there: number,
  all: number,
  where: string,
): Promise<'overwrite' | 'skip' | undefined> {
  const what = all === 1 ? 'It is' : there === all ? `All ${all} are` : `${there} of ${all} are`;
  const answer = await vscode.window.showWarningMessage(
    `${what} already in ${where}. Overwrite?`,
    { modal: true },
    'Overwrite',
    ...(all === 1 ? [] : ['Skip Existing']),
  );
  if (answer === undefined) return undefined;
  return answer === 'Overwrite' ? 'overwrite' : 'skip';
}

/** `1 file`, `12 files`. */
export const countText = (count: number, noun = 'file'): string =>
  count === 1 ? `1 ${noun}` : `${count.toLocaleString()} ${noun}s`;
