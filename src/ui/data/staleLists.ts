import { ageText, joined, staleText } from '../explorer/looks/texts.ts';

/** How current a list on show is. */
export interface ListState {
  /** What it is a list of; empty for that of the buckets. */
  readonly uri: string;
  /** When it was last had, in epoch milliseconds. */
  readonly asOf: number | undefined;
  /** Why it could not be had since, as a sentence. */
  readonly problem: string | undefined;
}

/** The lists whose rows may no longer be so. @param isLost - Whether nothing can be asked at all. */
export function staleLists(lists: readonly ListState[], isLost: boolean): string[] {
  return lists
    .filter(({ asOf, problem }) => asOf !== undefined && (isLost || problem !== undefined))
    .map(({ uri }) => uri);
}

/**
 * What is not up to date, how old it is and why; empty where all is well.
 * @param lost - Why nothing can be asked at all. @param now - Epoch milliseconds.
 */
export function staleDataText(lists: readonly ListState[], lost: string | undefined, now: number): string {
  const failed = lost === undefined ? lists.filter(({ problem }) => problem !== undefined) : lists;
  const buckets = failed.find(({ uri }) => uri === '');
  const old = failed.filter(({ asOf }) => asOf !== undefined);
  const why = lost?.replace(/^Not up to date: t/, 'T') ?? (buckets ?? old[0])?.problem;
  if (old.length === 0) return why ?? '';
  const age = ageText(now - Math.min(...old.flatMap(({ asOf }) => asOf ?? [])));
  if (buckets !== undefined) return joined([staleText(age, undefined), why], ' ');
  const more = old.length > 1 ? ` and ${old.length - 1} more are` : ' is';
  return joined([`${old[0]?.uri}${more} not up to date, ${age} old.`, why], ' ');
}
