import * as vscode from 'vscode';
import type { Place } from '../connections/connectionsModel.ts';
import type { SdkClients } from '../sagemaker/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { formatDuration } from '../shared/duration.ts';
import type { UiParts } from './parts.ts';
import type { ResourceTarget } from './resources/resourceTarget.ts';

/** What a follower looks with. */
export interface Looking {
  /** Those of the place as they are then. */
  readonly clients: () => Promise<SdkClients>;
  readonly clock: Clock;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Aborted by *Cancel*. */
  readonly signal: AbortSignal;
  readonly onStatus: (status: string) => void;
}

/** Milliseconds between two looks at what changes. */
export function lookEvery({ choice }: Place): number {
  return choice.kind === 'local' ? 500 : 10_000;
}

/**
 * Follows something in a notification, which can be hidden while it goes on.
 * @returns Undefined where *Cancel* was pressed; it goes on then.
 */
export async function followInProgress<T>(
  { place }: Pick<ResourceTarget, 'place'>,
  title: string,
  { clock }: Pick<UiParts, 'clock'>,
  follow: (looking: Looking) => Promise<T>,
): Promise<T | undefined> {
  const cancelled = new AbortController();
  const began = clock.now();
  const options = { location: vscode.ProgressLocation.Notification, title: `SageMaker: ${title}`, cancellable: true };
  try {
    return await vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => cancelled.abort(new Error('cancelled')));
      return follow({
        clients: async () => (await place.sessions.connect({ quiet: true })).clients,
        clock,
        interval: lookEvery(place),
        signal: cancelled.signal,
        onStatus: (status) => progress.report({ message: `${status} · ${formatDuration(clock.now() - began)}` }),
      });
    });
  } catch (error) {
    if (cancelled.signal.aborted) return undefined;
    throw error;
  }
}

/** As `followInProgress`, for what the caller tells the end of: what is not seen to its end is told all the same, after a reload of the window too. */
export async function followAwaited<T>(
  target: ResourceTarget,
  title: string,
  parts: Pick<UiParts, 'clock' | 'awaited'>,
  follow: (looking: Looking) => Promise<T>,
): Promise<T | undefined> {
  let end: T | undefined;
  parts.awaited.hold(target);
  try {
    return (end = await followInProgress(target, title, parts, follow));
  } finally {
    parts.awaited.release(target);
    if (end === undefined) parts.awaited.follow(target);
  }
}
