import { priceOf, type Billable } from './billable.ts';
import { dearestFirst } from './costOrder.ts';
import { formatDuration } from '../../shared/duration.ts';
import { usdOf, usdText, type Price } from './price.ts';
import type { PriceModel } from './priceModel.ts';

interface CostRow {
  readonly item: Billable;
  readonly price: Price;
  /** USD since midnight, as far as it is known; zero where the price is not. */
  readonly today: number;
}

/** How far the figures are to be trusted. */
export interface CostCount {
  /** When all was counted for the last time, in epoch milliseconds; undefined as long as it never was. */
  readonly asOf?: number | undefined;
  /** Whether that is under way, and was not done before in this session or lately. */
  readonly isCounting?: boolean;
  /** The kinds that could not be listed, as they are called: their cost is not among the sum. */
  readonly missing?: readonly string[];
  /** Why the last count came to no end; undefined where it did. */
  readonly failure?: string | undefined;
  /** How long ago they were right, where nobody looks any more or not yet again. */
  readonly age?: number;
}

/** What runs costs an hour, and what it has cost today at least: what was deleted or changed today is not known. */
export interface CostSummary {
  /** As `dearestFirst` has them; what waits costs nothing yet and is in no sum. */
  readonly rows: readonly CostRow[];
  /** USD an hour of what runs and whose price is known. */
  readonly hourly: number;
  readonly today: number;
  /** Of those that run, how many have no known price. */
  readonly unknown: number;
}

const hour = 3_600_000;
/** USD that are not worth a word once nothing runs any more. */
const leastToday = 0.001;

/** @param midnight - The day's first moment where the user is, in epoch milliseconds. */
export function costSummary(
  items: readonly Billable[],
  prices: Pick<PriceModel, 'hourly'>,
  { now, midnight }: { readonly now: number; readonly midnight: number },
): CostSummary {
  const rows = items
    // A tuning job costs what its training jobs do.
    .filter(({ kind, until }) => kind !== 'tuningJob' && (until === undefined || until > midnight))
    .map((item): CostRow => {
      const price = priceOf(item, prices);
      if (item.isWaiting === true) return { item, price, today: 0 };
      const time = Math.max(0, Math.min(item.until ?? now, now) - Math.max(item.since, midnight));
      return { item, price, today: price.kind === 'known' ? (price.usd * time) / hour : 0 };
    })
    .sort(dearestFirst);
  const running = rows.filter(runs);
  return {
    rows,
    hourly: running.reduce((sum, { price }) => sum + usdOf(price), 0),
    today: rows.reduce((sum, { today }) => sum + today, 0),
    unknown: running.filter(({ price }) => price.kind === 'unknown').length,
  };
}

const runs = ({ item }: CostRow): boolean => item.until === undefined && item.isWaiting !== true;

/** The first moment of the day where the user is. */
export function midnightBefore(now: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** Whether all kinds were listed, so that nothing that runs is left out. */
const isLooked = ({ asOf, missing = [] }: CostCount): boolean => asOf !== undefined && missing.length === 0;

const isAsking = (row: CostRow): boolean => row.item.isWaiting !== true && row.price.kind === 'asking';

/** Whether the sum of an hour can only be more. */
const isPart = (count: CostCount, rows: CostSummary['rows']): boolean => !isLooked(count) || rows.some(isAsking);

/**
 * `≈ $1.38/h · ≥ $4.20 today`; `≥` before what is not all, `counting…` until it was all counted once, `not all counted` where that failed
 * or some may not be listed and no sum says it, and of what is old its age. What it has cost today stays when nothing runs any more.
 * @returns Undefined where nothing runs that costs, and nothing has cost today.
 */
export function costText({ rows, hourly, today, unknown }: CostSummary, count: CostCount): string | undefined {
  const counting = count.isCounting === true ? ['counting…'] : [];
  const age = count.age === undefined ? [] : [`${formatDuration(count.age)} ago`];
  const running = rows.filter(runs).length;
  const more = unknown === 0 ? '' : ` + ${unknown} unknown`;
  const isTodayWorth = hourly > 0 || today >= leastToday;
  const now =
    hourly > 0
      ? [`${isPart(count, rows) ? '≥' : '≈'} ${usdText(hourly)}/h${more}`]
      : running > 0 && unknown > 0
        ? [`${running} running, price unknown`]
        : running > 0 && isTodayWorth
          ? [`${running} running, price not known yet`]
          : [];
  const since = isTodayWorth && (now.length === 0 || age.length === 0) ? [`≥ ${usdText(today)} today`] : [];
  const figures = now.length + since.length === 0 ? [] : [...now, ...since, ...age];
  const hasFailed = count.asOf === undefined && count.failure !== undefined;
  const isUntold = counting.length === 0 && hourly === 0 && (hasFailed || (figures.length > 0 && !isLooked(count)));
  const parts = [...figures, ...counting, ...(isUntold ? ['not all counted'] : [])];
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** The same for a screen reader. */
export function spokenCost({ rows, hourly, today, unknown }: CostSummary, count: CostCount): string {
  const rest = restText(count);
  const running = rows.filter(runs).length;
  if (running === 0 && today < leastToday) return `Nothing found so far${rest}`;
  const nothing = isLooked(count)
    ? 'Nothing runs that costs money'
    : 'Nothing that costs money was found running so far';
  const asking = `${running === 1 ? 'One runs' : `${running} run`} whose price is not known yet`;
  const since = `; at least ${usdText(today)} today`;
  if (hourly === 0 && unknown === 0) return `${running === 0 ? nothing : asking}${since}${rest}`;
  const more = unknown === 0 ? '' : `, and ${unknown} whose price is unknown`;
  const about = isPart(count, rows) ? 'at least' : 'about';
  const old = count.age === undefined ? since : `, as of ${formatDuration(count.age)} ago`;
  return `What runs costs ${about} ${usdText(hourly)} an hour${more}${old}${rest}`;
}

/** What is not among the figures. */
function restText({ asOf, isCounting, missing = [], failure }: CostCount): string {
  const left = missing.length === 0 ? '' : `; not counted, because they could not be listed: ${missing.join(', ')}`;
  if (isCounting === true) return `; not all is counted yet${left}`;
  return asOf === undefined && failure !== undefined ? `; not all could be counted${left}` : left;
}
