import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/clock.ts';
import { isMissing } from '../awsErrors.ts';
import type { SdkClients } from '../clients.ts';
import { followEndpoint } from '../endpoints/followEndpoint.ts';
import { describeEndpoint } from '../resources/kinds/endpointKind.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import { isBusyError } from '../serviceAnswer.ts';
import type { Part } from './makeDeployment.ts';

/** What became of each part. */
export interface RemovedParts {
  readonly removed: readonly Part[];
  readonly failed: readonly { readonly part: Part; readonly reason: string }[];
}

export interface RemoveOptions {
  /** The clients of the place as they are when it is asked. */
  readonly clients: () => Promise<SdkClients>;
  readonly clock: Clock;
  /** Milliseconds between two questions. */
  readonly interval: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (text: string) => void;
}

const order: readonly Part['kind'][] = ['endpoint', 'endpointConfig', 'model'];

/**
 * Deletes endpoints first and waits until they are gone, then their configurations, then models: a configuration must not go while an
 * endpoint lives on it (API reference, DeleteEndpointConfig). What is gone already counts as removed; a part that cannot be deleted
 * keeps nothing else from it. Never throws.
 */
export async function removeParts(parts: readonly Part[], options: RemoveOptions): Promise<RemovedParts> {
  const removed: Part[] = [];
  const failed: { part: Part; reason: string }[] = [];
  for (const kind of order) {
    const ofKind = parts.filter((part) => part.kind === kind);
    await Promise.all(
      ofKind.map(async (part) => {
        try {
          options.signal?.throwIfAborted();
          await (kind === 'endpoint' ? removeEndpoint(part.name, options) : remove(part, options));
          removed.push(part);
        } catch (error) {
          failed.push({ part, reason: options.signal?.aborted === true ? 'cancelled' : messageOf(error) });
        }
      }),
    );
  }
  return { removed, failed };
}

async function remove({ kind, name }: Part, { clients }: RemoveOptions): Promise<void> {
  try {
    await kindOf(kind).remove?.(await clients(), name);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** One that is being changed can be deleted when that has ended. */
async function removeEndpoint(name: string, options: RemoveOptions): Promise<void> {
  const { clients, onStep } = options;
  const following = {
    ...options,
    describe: async () => describeEndpoint(await clients(), name),
    onStatus: (status: string) => onStep?.(`${name}: ${status}`),
  };
  for (;;) {
    try {
      await remove({ kind: 'endpoint', name }, options);
      break;
    } catch (error) {
      if (!isBusyError(error)) throw error;
    }
    await followEndpoint({ ...following, isArrived: () => true });
  }
  const end = await followEndpoint(following);
  if (end.kind !== 'gone') throw new Error('reason' in end ? end.reason : 'It is still there.');
}
