import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { staleReason } from '../../sagemaker/serviceProblem.ts';
import { ageText, joined, staleText } from './looks/texts.ts';
import type { FailedKind, ViewLists } from './viewLists.ts';

/**
 * What is not up to date, how old it is and why: the whole view, or the kinds that failed, together where they have the same reason.
 * @param now - Epoch milliseconds.
 * @param since - When all counts as up to date last that lost touch together with what was so at a moment (`SharedAges`).
 */
export function staleMessage(
  { failed, haveAllFailed }: Pick<ViewLists, 'failed' | 'haveAllFailed'>,
  now: number,
  since = (asOf: number): number => asOf,
): string {
  const ageOf = (kinds: readonly FailedKind[]): string | undefined => {
    const oldest = oldestOf(kinds);
    return oldest === undefined ? undefined : ageText(now - since(oldest));
  };
  const byReason = new Map<string, FailedKind[]>();
  for (const one of failed) {
    const why = staleReason(one.error);
    byReason.set(why, [...(byReason.get(why) ?? []), one]);
  }
  if (haveAllFailed && byReason.size === 1) return staleText(ageOf(failed), staleReason(failed[0]?.error));
  const sentences = [...byReason].map(([why, kinds]) => {
    const names = kinds.map(({ kind }) => kindOf(kind).plural);
    return staleText(ageOf(kinds), why, names);
  });
  return joined(sentences, ' ');
}

/** When the oldest was last up to date, where that is known. */
export function oldestOf(failed: readonly FailedKind[]): number | undefined {
  const times = failed.flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf]));
  return times.length === 0 ? undefined : Math.min(...times);
}
