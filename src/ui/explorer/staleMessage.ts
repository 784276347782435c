import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { staleReason } from '../../sagemaker/serviceProblem.ts';
import { ageText, joined, staleText } from './looks/texts.ts';
import type { FailedKind, ViewLists } from './viewLists.ts';

/**
 * What is not up to date, how old it is and why: the whole view, or the kinds that failed, together where they have the same reason.
 * @param now - Epoch milliseconds.
 */
export function staleMessage(
  { failed, haveAllFailed }: Pick<ViewLists, 'failed' | 'haveAllFailed'>,
  now: number,
): string {
  const byReason = new Map<string, FailedKind[]>();
  for (const one of failed) {
    const why = staleReason(one.error);
    byReason.set(why, [...(byReason.get(why) ?? []), one]);
  }
  if (haveAllFailed && byReason.size === 1) return staleText(ageOf(failed, now), staleReason(failed[0]?.error));
  const sentences = [...byReason].map(([why, kinds]) => {
    const names = kinds.map(({ kind }) => kindOf(kind).plural);
    return staleText(ageOf(kinds, now), why, names);
  });
  return joined(sentences, ' ');
}

/** How old the oldest is, where that is known. */
function ageOf(failed: readonly FailedKind[], now: number): string | undefined {
  const times = failed.flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf]));
  return times.length === 0 ? undefined : ageText(now - Math.min(...times));
}
