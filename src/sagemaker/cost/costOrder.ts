import { isStanding, type Billable } from './billable.ts';
import { usdOf, type Price } from './price.ts';

interface Priced {
  readonly item: Pick<Billable, 'kind' | 'isWaiting'>;
  readonly price: Price;
}

/** What goes on until somebody ends it, what ends by itself, and what costs nothing yet: in this order they are shown. Short: the first row shares its line. */
export const costGroups = ['Endpoints, notebooks', 'Jobs', 'Waiting'] as const;

/** The place of its group among `costGroups`. */
export function costGroupOf({ kind, isWaiting }: Priced['item']): 0 | 1 | 2 {
  return isWaiting === true ? 2 : isStanding(kind) ? 0 : 1;
}

/** Order of a list: by group, the dearest first in each. */
export function dearestFirst(a: Priced, b: Priced): number {
  return costGroupOf(a.item) - costGroupOf(b.item) || usdOf(b.price) - usdOf(a.price);
}
