import { isDenied, isMissing } from '../awsErrors.ts';
import type { ListCache } from '../cache/listCache.ts';
import type { SdkClients } from '../clients.ts';
import type { Scheduler } from '../scheduler.ts';
import type { KnownResource, KnownResources } from './knownResources.ts';
import { pageSize } from './listPages.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import type { ResourceKind } from './resourceKind.ts';

/** Resources that are described in one round; fewer while nobody works in the window. */
const perRound = { focused: 10, unfocused: 3 };
/** Of an account's list of which nobody says what is on show, so many are described: about what a screen holds. */
const screen = 30;

/** The list whose resources are described. */
export interface DescribedList<E> {
  entries(): readonly E[];
  /** Those that change by themselves. */
  running(): readonly E[];
  isVisible(): boolean;
  /** Whether somebody waits for the list itself. */
  isWanted(): boolean;
  /** Whether one that runs is described again and again. @param index - Among those that run. */
  isFollowed(entry: E, index: number): boolean;
  /** Whether what a description tells of it comes from elsewhere. */
  isToldElsewhere(entry: E): boolean;
  /** Something was learned. @param news - The names of which it is news. */
  learned(news: readonly string[]): void;
  /** There is none of that name any more. */
  gone(name: string): void;
}

export interface DescriptionParts<E extends ResourceEntry> {
  readonly kind: ResourceKind<E>;
  readonly clients: SdkClients;
  readonly scheduler: Scheduler;
  readonly known: KnownResources<E>;
  readonly cache?: ListCache | undefined;
}

/** What only descriptions tell of the resources of one kind: asked for once per state of each, and of what is on show alone. */
export class Descriptions<E extends ResourceEntry> {
  private readonly asking = new Map<string, Promise<Partial<E>>>();
  /** The names of what is likely on the screen, first to last; undefined where nobody says. */
  private onShow: readonly string[] | undefined;
  private isLate = false;

  constructor(
    private readonly parts: DescriptionParts<E>,
    private readonly list: DescribedList<E>,
  ) {}

  /** Whether something on show waits for the next round. */
  get isBehind(): boolean {
    return this.isLate && this.list.isVisible();
  }

  /** @returns Whether there is something to be described now that was not before. */
  setOnShow(names: readonly string[]): boolean {
    const isSame = names.length === this.onShow?.length && names.every((name, at) => name === this.onShow?.[at]);
    if (isSame) return false;
    this.onShow = names;
    return !this.isLate && this.missing().length > 0;
  }

  /** What a description tells of an entry, asked for where it is not known; the list takes it over, now or when it lists the entry. */
  async of(entry: E): Promise<Partial<E>> {
    const { known } = this.parts;
    if (known.detailsOf(entry) === undefined) await this.takeKept();
    const told = known.detailsOf(entry);
    if (told !== undefined) return told;
    const asked = await this.ask(entry);
    this.list.learned(known.learnOf(entry, asked) ? [entry.name] : []);
    return asked;
  }

  /** Describes some of what is on show, until the list itself, or a person, cannot wait. */
  async complete(): Promise<void> {
    this.isLate = false;
    const { known, scheduler, kind } = this.parts;
    if (kind.details === undefined || !this.list.isVisible()) return;
    const { query } = known;
    const { hasFocus } = scheduler;
    const isOver = (): boolean =>
      !this.list.isVisible() || this.list.isWanted() || query !== known.query || (hasFocus && !scheduler.hasFocus);
    if (this.missing().length > 0) await this.takeKept();
    const most = hasFocus || this.isLocal ? perRound.focused : perRound.unfocused;
    const followed = this.list.running().filter((entry, index) => this.list.isFollowed(entry, index));
    for (const { name } of followed) {
      const entry = known.get(name);
      if (entry !== undefined && !isOver()) await this.describe(entry);
    }
    // What is on show may be something else by the time of the next one.
    for (let count = 0; count < most && !isOver(); count++) {
      const [entry] = this.missing();
      if (entry === undefined) break;
      await this.describe(entry);
    }
    this.isLate = this.missing().length > 0;
  }

  private get isLocal(): boolean {
    return this.parts.clients.connection.kind === 'local';
  }

  private async describe(entry: E): Promise<void> {
    const { known } = this.parts;
    try {
      const told = await this.ask(entry);
      this.list.learned(known.learnOf(entry, told) ? [entry.name] : []);
    } catch (error) {
      if (isMissing(error)) return this.list.gone(entry.name);
      if (!isDenied(error)) throw error;
      // What may not be described is shown as its list has it, and not asked for again until it changes.
      known.learnOf(entry, {});
      this.list.learned([]);
    }
  }

  /** Who asks for the same at the same time gets the same answer. */
  private ask(entry: E): Promise<Partial<E>> {
    const { kind, clients, known } = this.parts;
    const key = `${entry.name} ${known.stateKey(entry)}`;
    const before = this.asking.get(key);
    if (before !== undefined) return before;
    const asking = Promise.resolve(kind.details?.(clients, entry) ?? {}).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  /** Takes over what another window was told since the last look. */
  private async takeKept(): Promise<void> {
    const { cache, known, kind } = this.parts;
    const kept = await cache?.news(kind.id);
    const news = kept === undefined ? [] : known.restoreDetails(kept.resources as readonly KnownResource<E>[]);
    if (news.length > 0) this.list.learned(news);
  }

  /** What is on show and not described yet. */
  private missing(): E[] {
    const { kind, known } = this.parts;
    if (kind.details === undefined || !this.list.isVisible()) return [];
    return this.likelyOnShow().filter((entry) => !known.isDescribed(entry) && !this.list.isToldElsewhere(entry));
  }

  private likelyOnShow(): readonly E[] {
    if (this.onShow !== undefined) return this.onShow.flatMap((name) => this.parts.known.get(name) ?? []);
    if (this.isLocal) return this.list.entries().slice(0, pageSize);
    return [...new Set([...this.list.running(), ...this.list.entries().slice(0, screen)])].slice(0, screen);
  }
}
