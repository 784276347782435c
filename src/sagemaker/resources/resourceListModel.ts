import type { Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';
import { UserError } from '../../shared/errors.ts';
import type { ListCache } from '../cache/listCache.ts';
import type { SdkClients } from '../clients.ts';
import { withRank, type Rank } from '../budget/requestRank.ts';
import type { SlowRequests } from '../requests/actionContext.ts';
import type { ScheduledTask, Scheduler } from '../scheduler.ts';
import { Descriptions, type DescribedList } from './descriptions.ts';
import { KeptList } from './keptList.ts';
import { KnownResources, type ListChange } from './knownResources.ts';
import type { ListQuery } from './listQuery.ts';
import { ListReader } from './listReader.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import { isBusy, type ResourceKind, type ResourceState } from './resourceKind.ts';
import { orderOf } from './resourceOrder.ts';

export type { ListChange } from './knownResources.ts';

export interface ListParts {
  readonly clients: SdkClients;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  /** What windows share of their answers; none for the local engine. */
  readonly cache?: ListCache | undefined;
}

/** What runs tells the badge also while its view is closed; an account is asked seldom for that. */
const badgeInterval = 5 * 60_000;
/** An account may run many at once; so many of them are described again and again while they run. */
export const followedAtAws = 3;
/** What is shown counts as old when the service says nothing for this long, in milliseconds; it is waited for all the same. */
const silentAfter = 10_000;
const silent = new UserError('There is no answer yet; it is still waited for.');
/** A timer may be early by a little. */
const slack = 50;
const nothing: ListChange = { names: new Set(), isNewOrder: false };
const isNews = ({ names, isNewOrder }: ListChange): boolean => names.size > 0 || isNewOrder;

/** The resources of one kind of one connection, newest first; asks only while somebody looks. */
export class ResourceListModel<E extends ResourceEntry = ResourceEntry> extends Disposable {
  protected readonly changes = this.register(new Emitter<ListChange>());
  protected visible = false;
  private readonly known: KnownResources<E>;
  private readonly reader: ListReader<E>;
  private readonly kept: KeptList<E>;
  private readonly descriptions: Descriptions<E>;
  private readonly task: ScheduledTask;
  /** Those who wait until the list is up to date: for the next round, and for the one that is under way. */
  private readonly waiting: (() => void)[] = [];
  private readonly served: (() => void)[] = [];
  private loading: Promise<void> | undefined;
  private painted: Promise<void> | undefined;
  /** Somebody wants to know now, whatever was answered a moment ago. */
  private isWanted = false;
  private hasAnswered = false;
  /** Whether what is looked for was asked for since, with whatever success. */
  private wasAsked = false;
  private askedFor: ListQuery | undefined;
  private lastAnswer: number | undefined;
  private lastError: unknown;

  readonly onDidChange = this.changes.event;

  constructor(
    readonly kind: ResourceKind<E>,
    protected readonly parts: ListParts,
  ) {
    super();
    const { clients, clock, scheduler, cache } = parts;
    this.known = new KnownResources<E>(kind.stateOf, (entry) => this.isListed(entry));
    this.reader = new ListReader(kind, clients, clock, this.known);
    this.kept = new KeptList({ kind: kind.id, cache, reader: this.reader, known: this.known });
    this.descriptions = new Descriptions({ ...parts, kind, known: this.known }, this.described());
    this.task = this.register(
      scheduler.add({
        name: `Listing ${kind.plural}`,
        interval: () => (this.descriptions.isBehind ? 0 : this.interval()),
        rank: () => (this.isWanted ? 'action' : this.rank),
        run: () => this.refresh(),
        failed: (error) => this.report(error),
      }),
    );
    // Whoever waits for an answer is not to wait for ever.
    this.register({
      dispose: () => {
        this.changes.fire(nothing);
        this.tellWaiting();
      },
    });
  }

  /** What answers the query, in its order. */
  get entries(): readonly E[] {
    return this.known.listed;
  }

  /** Everything that is known. */
  get all(): Iterable<E> {
    return this.known.all;
  }

  find(name: string): E | undefined {
    return this.known.get(name);
  }

  /** False until something is known to show: an answer, or what a window was answered before. */
  get isLoaded(): boolean {
    return this.lastAnswer !== undefined;
  }

  /** Whether what is looked for was asked for, with whatever success; until then nobody knows whether there is any. */
  get isAnswered(): boolean {
    return this.wasAsked;
  }

  /** How many of all that is known to stand in the list are in the state, whatever is looked for. */
  count(state: ResourceState): number {
    let count = 0;
    for (const entry of this.all) if (this.kind.stateOf(entry.status) === state && this.isOwn(entry)) count++;
    return count;
  }

  get hasMore(): boolean {
    return this.reader.hasMore;
  }

  /** Whether all that runs or serves is among what is known, however old it is. */
  get knowsRunning(): boolean {
    return this.reader.knowsActive;
  }

  /** Why the last refresh failed, if it did; the entries are then those of the last good answer. */
  get error(): unknown {
    return this.lastError;
  }

  /** When the last good answer came, in epoch milliseconds. */
  get asOf(): number | undefined {
    return this.lastAnswer;
  }

  /** Whether what is shown may no longer be so: it was kept from before, or the last refresh failed. `asOf` says how old it is. */
  get isStale(): boolean {
    return this.lastError !== undefined || (this.isLoaded && !this.hasAnswered);
  }

  get query(): ListQuery {
    return this.known.query;
  }

  /** Looks for something else; what the API serves of it, the API is asked for. */
  setQuery(query: ListQuery): void {
    this.reader.look(query);
    this.isWanted = true;
    this.wasAsked = false;
    this.changes.fire({ names: new Set(), isNewOrder: true });
    if (this.visible) this.task.trigger();
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    if (!visible) this.hidden();
    this.task.trigger();
  }

  /** Says what is likely on the screen, first to last: only that is described. */
  setOnShow(names: readonly string[]): void {
    if (this.descriptions.setOnShow(names)) this.task.trigger();
  }

  /**
   * What only a description tells of an entry, asked for once per state of it, whoever wants to know; the list takes it over.
   * @throws As the API refuses it.
   */
  detailsOf(entry: E): Promise<Partial<E>> {
    return this.descriptions.of(entry);
  }

  /** Asks for the first page again: what is gone goes. @param asker - Of a person who asked for this list. */
  refreshNow(asker?: SlowRequests): void {
    this.reader.lookAgain();
    this.isWanted = true;
    this.task.trigger(asker);
  }

  /** Knows what a window knew before, and asks for nothing: of a session that could not be opened. */
  async recall(): Promise<void> {
    await (this.painted ??= this.paint());
    this.hasAnswered = false; // nobody can say whether it is still so
  }

  /** Once the list is up to date, or could not be asked for. */
  refreshed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isDisposed) return resolve();
      this.waiting.push(resolve);
      this.refreshNow();
    });
  }

  /** Appends the next page of what answers the query; whoever asks meanwhile gets the same. */
  loadMore(): Promise<void> {
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  protected get isLocal(): boolean {
    return this.parts.clients.connection.kind === 'local';
  }

  /** Those of the list that change by themselves, in its order. */
  protected get running(): E[] {
    return this.known.busy.filter((entry) => this.isListed(entry)).sort(orderOf(this.query));
  }

  protected isRunning({ status }: E): boolean {
    return isBusy(this.kind.stateOf(status));
  }

  /** Whether one that runs is described again and again. @param index - Among those that run. */
  protected isFollowed(_entry: E, index: number): boolean {
    return this.isLocal || index < followedAtAws;
  }

  /** Whether it stands by itself in the list. */
  protected isListed(entry: E): boolean {
    return entry.name !== '';
  }

  /** Lets go of what is only needed on the screen. */
  protected hidden(): void {}

  /** Forgets the order: an entry that was listed is no longer, or the other way round. */
  protected reorder(): void {
    this.known.reorder();
  }

  /** The same, whatever is looked for. */
  protected isOwn(entry: E): boolean {
    return this.isListed(entry);
  }

  /** Whether what a description tells of it comes from elsewhere. */
  protected isToldElsewhere(entry: E): boolean {
    return entry.name === '';
  }

  /** Asks for what a list does not say, once the list is up to date. */
  protected complete(): Promise<void> {
    return this.descriptions.complete();
  }

  /**
   * Adds what is known of an entry beyond its list, and tells where that is news.
   * @param isAll - Whether nothing is left to ask of the state that it is in.
   */
  protected learn(name: string, told: Partial<E>, isAll = false): void {
    if (this.isDisposed) return;
    const isNews = this.known.learn(name, told, isAll);
    if (isNews || isAll) this.tellLearned(isNews ? [name] : []);
  }

  private tellLearned(news: readonly string[]): void {
    if (this.isDisposed) return;
    this.kept.hasNews();
    if (news.length > 0) this.changes.fire({ names: new Set(news), isNewOrder: false });
  }

  /** The list as its descriptions see it. */
  private described(): DescribedList<E> {
    return {
      entries: () => this.entries,
      running: () => this.running,
      isVisible: () => this.visible && !this.isDisposed,
      isWanted: () => this.isWanted,
      isFollowed: (entry, index) => this.isFollowed(entry, index),
      isToldElsewhere: (entry) => this.isToldElsewhere(entry),
      learned: (news) => this.tellLearned(news),
      gone: (name) => this.dropOne(name),
    };
  }

  private get rank(): Rank {
    return this.visible ? 'visible' : 'background';
  }

  /** A hidden list goes on only for the badge, which shows how many run. */
  private interval(): number | undefined {
    const runs = this.known.isBusy;
    if (this.visible) return this.isLocal ? 1_000 : runs ? 15_000 : 30_000;
    return runs ? (this.isLocal ? 2_000 : badgeInterval) : undefined;
  }

  private async refresh(): Promise<void> {
    await (this.painted ??= this.paint());
    // Who wanted to know while it was painted is served by the same answer.
    this.served.push(...this.waiting.splice(0));
    const { isWanted } = this;
    this.isWanted = false;
    try {
      if (isWanted || (this.isDue() && !(await this.takeOver()))) await this.ask();
    } catch (error) {
      this.isWanted ||= isWanted;
      throw error;
    }
    for (const resolve of this.served.splice(0)) resolve();
    try {
      // Whoever asks for a list goes before what only completes its rows.
      await withRank(this.rank, () => this.complete());
    } finally {
      if (this.hasAnswered) this.kept.keep(true);
    }
  }

  /** Whether it is time to ask again. */
  private isDue(): boolean {
    const interval = this.interval();
    return interval !== undefined && this.ageOf(this.lastAnswer) >= interval - slack;
  }

  private ageOf(asOf = -Infinity): number {
    return this.parts.clock.now() - asOf;
  }

  private async ask(): Promise<void> {
    const { query } = this;
    this.askedFor = query;
    const silence = this.parts.clock.schedule(() => this.report(silent), silentAfter);
    try {
      for await (const change of this.reader.round()) {
        silence.dispose();
        if (this.isDisposed) return;
        this.wasAsked ||= query === this.query;
        this.answered(this.parts.clock.now(), change);
        if (isNews(change)) this.kept.hasNews();
      }
    } finally {
      silence.dispose();
    }
    if (this.hasAnswered) this.kept.keep();
  }

  private answered(asOf: number, change: ListChange): void {
    this.lastAnswer = asOf;
    this.kept.answered(asOf);
    this.lastError = undefined;
    this.hasAnswered = true;
    this.changes.fire(change);
  }

  /** Shows at once what a window knew before. */
  private async paint(): Promise<void> {
    const before = await this.kept.read();
    if (before === undefined) return;
    this.lastAnswer = before.asOf;
    this.kept.took(before);
    this.hasAnswered = !this.isDue();
    this.wasAsked = this.hasAnswered && !this.reader.isLooking;
    this.changes.fire(this.reader.takeOver(before.list));
  }

  /** Takes another window's answer instead of asking, where it is fresh. */
  private async takeOver(): Promise<boolean> {
    const oldest = this.parts.clock.now() - (this.interval() ?? 0);
    const newer = await this.kept.newer(Math.max(this.lastAnswer ?? -Infinity, oldest));
    if (newer === undefined || this.isDisposed || this.isWanted) return false;
    this.wasAsked = true;
    this.answered(newer.asOf, this.reader.takeOver(newer.list));
    return true;
  }

  private async load(): Promise<void> {
    const change = await this.reader.more();
    if (change === undefined || this.isDisposed) return;
    this.kept.hasNews();
    this.changes.fire(change);
    this.task.trigger();
  }

  private dropOne(name: string): void {
    this.known.drop(name);
    this.changes.fire({ names: new Set(), isNewOrder: true });
  }

  private tellWaiting(): void {
    for (const resolve of [...this.served.splice(0), ...this.waiting.splice(0)]) resolve();
  }

  private report(error: unknown): void {
    this.lastError = error;
    this.wasAsked ||= this.askedFor === this.query;
    this.changes.fire(nothing);
    this.tellWaiting();
  }
}
