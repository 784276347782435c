import type { Connection } from '../connection.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import { formatDuration } from '../../shared/duration.ts';
import { instancesText, priceOf, byTuningJob, type Billable } from './billable.ts';
import { costGroupOf, costGroups, dearestFirst } from './costOrder.ts';
import { priceText, usdText, type Price } from './price.ts';
import type { PriceModel } from './priceModel.ts';

/** What was found at one place. */
interface Found {
  readonly session: {
    readonly connection: Pick<Connection, 'kind' | 'label' | 'region'>;
    readonly prices: Pick<PriceModel, 'hourly'>;
  };
  readonly items: readonly Billable[];
}

/** One that can be checked to be shut down. */
interface BillableRow<A extends Found> {
  readonly at: A;
  readonly item: Billable;
  /** The heading that it stands below. */
  readonly group: string;
  readonly label: string;
  readonly description: string;
  /** Begins with where it runs: many rows stand between a heading and the last of them. */
  readonly detail: string;
}

/** What was found at all places in one list: the jobs of one place do not stand before the endpoints of another. */
export function billableRows<A extends Found>(found: readonly A[], now: number): BillableRow<A>[] {
  const isSeveral = new Set(found.map(({ session }) => session.connection.label)).size > 1;
  return found
    .flatMap((at) => byTuningJob(at.items).map((item) => ({ at, item, price: priceOf(item, at.session.prices) })))
    .sort(dearestFirst)
    .map(({ at, item, price }) => ({
      at,
      item,
      group: costGroups[costGroupOf(item)],
      label: item.name,
      description: [kindOf(item.kind).noun, instancesText(item), costOf(item, price)].filter(Boolean).join(' · '),
      detail: [
        placeText(at.session.connection, isSeveral),
        item.status,
        `for ${formatDuration(now - item.since)}`,
        item.kind === 'endpoint' ? 'will be deleted' : 'will be stopped',
      ].join(' · '),
    }));
}

function costOf({ isWaiting }: Billable, price: Price): string {
  if (isWaiting === true) return price.kind === 'known' ? `waiting, then ${priceText(price)}` : 'waiting';
  return price.kind === 'free' ? 'no bill, but memory' : priceText(price);
}

/** @param isWhole - With the connection's own name, where several are among them. */
export function placeText({ kind, label, region }: Found['session']['connection'], isWhole = false): string {
  if (kind === 'local') return 'Local engine';
  return isWhole ? `${region} · ${label}` : region;
}

/** What is checked, in a title: `3 checked, $0.23 an hour, 1 waiting`. */
export function checkedText(checked: readonly { readonly item: Billable; readonly at: Found }[]): string {
  if (checked.length === 0) return 'nothing checked';
  return [`${checked.length} checked`, checkedCost(checked)].filter(Boolean).join(', ');
}

/** What is checked costs so much, as far as that is known; empty where it costs nothing. */
export function checkedCost(checked: readonly { readonly item: Billable; readonly at: Found }[]): string {
  const waiting = checked.filter(({ item }) => item.isWaiting === true).length;
  let usd = 0;
  let unknown = 0;
  for (const { item, at } of checked) {
    if (item.isWaiting === true) continue;
    const price = priceOf(item, at.session.prices);
    if (price.kind === 'known') usd += price.usd;
    else if (price.kind !== 'free') unknown++;
  }
  return [
    ...(usd === 0 ? [] : [`${usdText(usd)} an hour`]),
    ...(unknown === 0 ? [] : [`${unknown} with unknown price`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting`]),
  ].join(', ');
}
