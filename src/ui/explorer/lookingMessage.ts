import type { ViewLists } from './viewLists.ts';

/**
 * What a view says while it waits for the answers to what is looked for; undefined where what it shows is an answer.
 * @param seen - Whether it shows no row, whether a filter is set, and what it lists: `jobs`.
 */
export function lookingMessage(
  { haveAllAnswered }: Pick<ViewLists, 'haveAllAnswered'>,
  { isEmpty, isNarrowed, plural }: { readonly isEmpty: boolean; readonly isNarrowed: boolean; readonly plural: string },
): string | undefined {
  if (haveAllAnswered || !(isEmpty || isNarrowed)) return undefined;
  return isNarrowed ? `Looking for ${plural} that match the filter…` : `Looking for ${plural}…`;
}
