import type { SdkClients } from '../clients.ts';
import { isMissing } from '../awsErrors.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { Billable } from './billable.ts';

/** How something came to its end. */
export interface Ended {
  readonly item: Billable;
  /** Undefined where it was ended. */
  readonly error?: unknown;
}

/** Stops notebook instances and jobs, all at once as far as the place may be asked; endpoints are deleted elsewhere, with what is theirs. */
export function endBillables(clients: SdkClients, items: readonly Billable[], onEnded?: () => void): Promise<Ended[]> {
  return Promise.all(
    items.map(async (item): Promise<Ended> => {
      try {
        await kindOf(item.kind).stop?.(clients, item.name);
        return { item };
      } catch (error) {
        // What ended by itself between the look and the request costs nothing any more.
        return isMissing(error) || (await hasEnded(clients, item)) ? { item } : { item, error };
      } finally {
        onEnded?.();
      }
    }),
  );
}

async function hasEnded(clients: SdkClients, { kind, name }: Billable): Promise<boolean> {
  const { describedStatus } = await import('../awaited/describedStatus.ts');
  try {
    const { state, status } = await describedStatus(clients, kind, name);
    return ['completed', 'failed', 'stopped'].includes(state) || ['Stopping', 'Deleting'].includes(status);
  } catch (error) {
    return isMissing(error);
  }
}

/** What happened, in one sentence: `2 of 3 are being shut down; the notebook instance churn still runs (…)`. */
export function endedText(results: readonly Ended[], reasonOf: (error: unknown) => string): string {
  const failed = results.filter(({ error }) => error !== undefined);
  const first = failed[0];
  const done = results.length - failed.length;
  if (first === undefined)
    return `${done === 1 ? `${results[0]?.item.name} is` : `${done} resources are`} being shut down.`;
  const why = `the ${kindOf(first.item.kind).noun} ${first.item.name} still runs (${reasonOf(first.error)})`;
  const others = failed.length === 1 ? '' : `, and ${failed.length - 1} more`;
  return `${done} of ${results.length} are being shut down; ${why}${others}.`;
}
