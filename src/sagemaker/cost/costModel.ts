import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import type { ScheduledTask } from '../scheduler.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { Session } from '../session.ts';
import { billableKinds, billableOf, type Billable } from './billable.ts';
import { costSummary, midnightBefore, type CostCount, type CostSummary } from './costSummary.ts';
import type { CountedStore } from './countedStore.ts';
import { loadBillable } from './loadBillable.ts';

/** Everything is looked for so often; in between the lists on show tell what changes. */
const interval = 5 * 60_000;
/** After something came or went in a list on show, at most so often. */
const soonest = 20_000;
/** Timers are not true to the millisecond. */
const slack = 1_000;
/** Lists change in bursts. */
const coalesce = 500;

/** What one connection costs now and has cost today, as far as it is known. Asks while somebody works in the window. */
export class CostModel extends Disposable {
  private readonly changes = this.register(new Emitter<void>());
  private readonly task: ScheduledTask;
  private readonly items = new Map<string, Billable>();
  private isActive = false;
  private isLoading = false;
  /** Somebody knows that something has changed. */
  private isWanted = false;
  /** Something came or went in a list on show since the last count. */
  private hasNews = false;
  /** Ends the count that is under way; none where a person asked for it. */
  private leaving: AbortController | undefined;
  private cameOrWent = false;
  private answered: number | undefined;
  private missing: readonly string[] = [];
  private failure: string | undefined;
  private redraw: IDisposable | undefined;

  readonly onDidChange = this.changes.event;

  /** @param parts - Without a store every session counts from nothing. */
  constructor(
    readonly session: Session,
    private readonly clock: Clock,
    private readonly parts: { readonly store?: CountedStore; readonly log?: (line: string) => void } = {},
  ) {
    super();
    this.task = this.register(
      session.scheduler.add({
        name: 'Looking for what costs money',
        interval: () => (this.isActive ? interval : undefined),
        run: () => this.load(),
      }),
    );
    this.register(session.prices.onDidChange(() => this.changes.fire()));
    for (const kind of billableKinds)
      this.register(session.lists.of(kind).onDidChange(({ isNewOrder }) => this.takeSoon(isNewOrder)));
    this.register({ dispose: () => this.redraw?.dispose() });
  }

  /** When everything was looked for the last time, in epoch milliseconds. */
  get asOf(): number | undefined {
    return this.answered;
  }

  /** What runs, where it was counted lately. */
  get running(): readonly Billable[] | undefined {
    if (this.answered === undefined || this.clock.now() - this.answered >= 2 * interval) return undefined;
    return [...this.items.values()].filter(({ until }) => until === undefined);
  }

  get summary(): CostSummary {
    const now = this.clock.now();
    return costSummary([...this.items.values()], this.session.prices, { now, midnight: midnightBefore(now) });
  }

  /** How far the summary is to be trusted now. */
  get count(): CostCount {
    const { answered: asOf, missing } = this;
    const age = asOf === undefined ? 0 : this.clock.now() - asOf;
    const isOld = age >= 2 * interval || (asOf !== undefined && this.session.isDisposed);
    return {
      asOf,
      missing,
      failure: this.failure,
      isCounting: this.isLoading && (asOf === undefined || isOld),
      ...(isOld && { age }),
    };
  }

  /** Whether somebody works in the window. */
  setActive(isActive: boolean): void {
    if (this.isActive === isActive) return;
    this.isActive = isActive;
    if (isActive) this.task.trigger();
    else this.leaving?.abort();
  }

  private isDue(): boolean {
    return this.answered === undefined || this.clock.now() - this.answered >= interval - slack;
  }

  /** What any window counted since is not counted here. */
  private async takeKept(): Promise<void> {
    try {
      const counted = await this.parts.store?.read();
      if (counted === undefined || counted.asOf <= (this.answered ?? 0) || this.isDisposed) return;
      this.take(counted.items, Math.min(counted.asOf, this.clock.now()), counted.missing);
      this.changes.fire();
    } catch (error) {
      this.parts.log?.(`What costs money could not be read from the storage folder: ${messageOf(error)}`);
    }
  }

  /** Counts anew, whoever has counted lately, and to the end. */
  refreshNow(): void {
    this.isWanted = true;
    this.task.trigger();
  }

  private async load(): Promise<void> {
    await this.takeKept();
    if (this.isDisposed || !(this.isWanted || this.hasNews || this.isDue())) return;
    this.leaving = this.isWanted ? undefined : new AbortController();
    const signal = this.leaving?.signal;
    const { hasNews } = this;
    this.isWanted = false;
    this.hasNews = false;
    this.isLoading = true;
    this.changes.fire();
    try {
      await this.countAll(signal);
      this.failure = undefined;
    } catch (error) {
      this.hasNews ||= hasNews;
      if (signal?.aborted === true) return; // it is counted when somebody works in the window again
      this.failure = messageOf(error);
      throw error;
    } finally {
      this.isLoading = false;
      this.leaving = undefined;
      if (!this.isDisposed) this.changes.fire();
    }
  }

  private async countAll(signal: AbortSignal | undefined): Promise<void> {
    const known = [...this.items.values()];
    const since = midnightBefore(this.clock.now());
    const { items, missing } = await loadBillable(this.session, {
      since,
      known,
      signal,
      onFound: (item) => this.foundOne(item),
    });
    if (this.isDisposed) return;
    this.take(
      items,
      this.clock.now(),
      missing.map(({ kind }) => kindOf(kind).plural),
    );
    await this.keep();
  }

  /** A whole count stands for all that was known before. */
  private take(items: readonly Billable[], asOf: number, missing: readonly string[]): void {
    const before = new Map(this.items);
    this.items.clear();
    for (const item of items) this.items.set(item.arn, item);
    // What was seen to run today has cost, also when it is deleted meanwhile.
    const midnight = midnightBefore(this.clock.now());
    for (const [arn, item] of before) {
      const until = item.until ?? this.answered;
      const hasCost = item.isWaiting !== true && until !== undefined && until > midnight;
      if (!this.items.has(arn) && hasCost) this.items.set(arn, { ...item, until });
    }
    this.answered = asOf;
    this.missing = missing;
  }

  /** What is found on the way counts at once, and is not described again where the rest fails. */
  private foundOne(item: Billable): void {
    if (this.isDisposed) return;
    this.items.set(item.arn, item);
    this.takeSoon(false);
  }

  private async keep(): Promise<void> {
    const { answered: asOf, missing } = this;
    if (asOf === undefined) return;
    try {
      await this.parts.store?.write({ asOf, items: [...this.items.values()], missing });
    } catch (error) {
      this.parts.log?.(`What costs money could not be kept: ${messageOf(error)}`);
    }
  }

  private takeSoon(isNewOrder: boolean): void {
    this.cameOrWent ||= isNewOrder;
    this.redraw ??= this.clock.schedule(() => {
      this.redraw = undefined;
      this.takeFromLists();
      this.changes.fire();
      const isOld = this.answered !== undefined && this.clock.now() - this.answered >= soonest;
      if (this.cameOrWent && this.isActive && isOld) {
        this.hasNews = true;
        this.task.trigger();
      }
      this.cameOrWent = false;
    }, coalesce);
  }

  /** What ended while nobody looked had run at least until it was counted. */
  private endOfUnseen(): number {
    return this.isDue() ? (this.answered ?? this.clock.now()) : this.clock.now();
  }

  /** What the lists know already: something was started, stopped or deleted in sight. */
  private takeFromLists(): void {
    for (const kind of billableKinds) {
      const list = this.session.lists.of(kind);
      for (const entry of list.all) {
        const item = billableOf(kind, entry);
        const known = this.items.get(entry.arn);
        const runs = known !== undefined && known.until === undefined;
        // What never ran has cost nothing.
        if (item === undefined && known?.isWaiting === true) this.items.delete(entry.arn);
        else if (item === undefined && runs) this.items.set(entry.arn, { ...known, until: this.endOfUnseen() });
        else if (item !== undefined && isNewer(item, known)) this.items.set(entry.arn, item);
      }
    }
  }
}

/** Lists without details do not take away what a description told. */
function isNewer(item: Billable, known: Billable | undefined): boolean {
  if (item.instances.length === 0 && item.kind !== 'tuningJob') return false;
  return (
    known === undefined ||
    item.modified > known.modified ||
    (known.until === undefined) !== (item.until === undefined) ||
    (known.isWaiting === true && item.isWaiting !== true)
  );
}
