import { filterText, type ResourceFilter } from './resourceFilter.ts';

/** What a view has found so far. */
export interface Found {
  readonly count: number;
  /** Whether there is more to load. */
  readonly hasMore: boolean;
  /** Whether every list has answered what is looked for. */
  readonly isCertain: boolean;
}

/**
 * What is said of it while somebody looks for something: what was found does not wait for the last list, and a plus says that it may be more.
 * @param found - Undefined until what is looked for was asked for.
 * @param plural - What is looked for: `jobs`.
 */
export function foundText(found: Found | undefined, filter: ResourceFilter, plural: string): string {
  if (found === undefined || (found.count === 0 && !found.isCertain)) return 'Looking…';
  const count = `${found.count}${found.hasMore || !found.isCertain ? '+' : ''}`;
  return filterText(filter) === '' ? `Show all ${plural} (${count})` : `Show what matches (${count})`;
}
