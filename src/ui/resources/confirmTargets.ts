import type { Place } from '../../connections/connectionsModel.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import type { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';

/** Asks where a place is production, once for each place. @returns Those that may be changed. */
export async function confirmTargets(
  targets: readonly ResourceTarget[],
  verb: string,
  detail?: string,
): Promise<ResourceTarget[]> {
  const confirmed: ResourceTarget[] = [];
  for (const place of new Set<Place>(targets.map((target) => target.place))) {
    const there = targets.filter((target) => target.place === place);
    const change = { verb, what: wordsFor(there), ...(detail !== undefined && { detail }) };
    if (await confirmChange(place, change)) confirmed.push(...there);
  }
  return confirmed;
}
