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

/** The same for a screen reader, as what follows a colon: how far it is counted, what runs and costs, since when, and what is left out. */
export function spokenCost(summary: CostSummary, count: CostCount): string {
  const { asOf, isCounting, age, missing = [], failure } = count;
  const counting = asOf === undefined ? 'still counting what runs' : 'counting again';
  const now = spokenNow(summary, count);
  const isTodayWorth = summary.hourly > 0 || summary.today >= leastToday;
  const clauses = [
    ...(isCounting === true ? [counting] : []),
    ...(age === undefined ? [now] : [`${now}, as of ${formatDuration(age)} ago`]),
    // What ran when it was counted has gone on since, so that the sum of then is none of today.
    ...(isTodayWorth && (age === undefined || summary.hourly === 0)
      ? [`at least ${usdText(summary.today)} today`]
      : []),
    ...(isCounting !== true && asOf === undefined && failure !== undefined ? ['not all could be counted'] : []),
    ...(missing.length === 0 ? [] : [`not counted, because they could not be listed: ${missing.join(', ')}`]),
  ];
  return clauses.join('; ');
}

/** What runs and what it costs an hour. */
function spokenNow({ rows, hourly, unknown }: CostSummary, count: CostCount): string {
  const found = count.isCounting === true && count.asOf === undefined;
  if (hourly > 0) {
    const start = found ? 'so far' : 'what runs costs';
    const more = unknown === 0 ? '' : `, and ${unknown} whose price is unknown`;
    return `${start} ${isPart(count, rows) ? 'at least' : 'about'} ${usdText(hourly)} an hour${more}`;
  }
  const running = rows.filter(runs).length;
  if (running > 0)
    return `${running}${found ? ' found so far' : ' running'}, price ${unknown > 0 ? 'unknown' : 'not known yet'}`;
  if (found) return 'nothing found so far';
  return isLooked(count) ? 'nothing runs that costs money' : 'nothing that costs money was found running';
}
