import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { codeOf, messageOf } from '../../shared/errors.ts';
import { isObject } from '../../shared/isObject.ts';
import { readJson } from '../../shared/node/readJson.ts';
import { writeJson } from '../../shared/node/writeJson.ts';
import type { KnownResource } from '../resources/knownResources.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';
import type { KindId } from '../resources/resourceKind.ts';

/** What a list knew without a query, to be shown by the next window at once. */
export interface CachedList {
  readonly resources: readonly KnownResource<ResourceEntry>[];
  /** Epoch milliseconds, of the service's clock: changes until then are in it. */
  readonly since?: number | undefined;
  /** Where the list goes on. */
  readonly nextToken?: string | undefined;
  /** When the last was made of those that are known without a gap; left out where that is all. */
  readonly oldest?: number | undefined;
  /** Whether all that runs or serves is among it, however old. */
  readonly hasAllActive?: boolean;
}

interface CacheFile extends CachedList {
  readonly version: number;
  readonly connection: string;
}

/** Of the files' shape; others are as good as not there. */
const version = 1;
const writeEvery = 5_000;

/** Whether each can at least be found by its name: a file may have been changed by anybody. */
function isListOfResources(resources: unknown): boolean {
  return Array.isArray(resources) && resources.every((one: unknown) => isObject(one) && isNamed(one['entry']));
}

const isNamed = (entry: unknown): boolean => isObject(entry) && typeof entry['name'] === 'string';

/** The last answers of one connection's lists, shared by all windows: one file per kind, whose time is when AWS answered. */
export class ListCache extends Disposable {
  private readonly drafts = new Map<KindId, { list?: () => CachedList; asOf: number }>();
  private readonly written = new Map<KindId, number>();
  private readonly timers = new Map<KindId, IDisposable>();
  /** Which writing of each file was read here, or done. */
  private readonly seen = new Map<KindId, number>();
  private hasFailed = false;

  /** @param connection - Its id: what is of another one is never shown. */
  constructor(
    private readonly folder: string,
    private readonly connection: string,
    private readonly parts: { readonly clock: Clock; readonly log: (line: string) => void },
  ) {
    super();
    this.register({ dispose: () => this.timers.forEach((timer) => timer.dispose()) });
  }

  /** When the kept answer came, in epoch milliseconds; undefined where there is none. */
  async asOf(kind: KindId): Promise<number | undefined> {
    return (await this.timesOf(kind))?.answered;
  }

  /** What another window has kept since this one last looked; undefined where nothing. */
  async news(kind: KindId): Promise<CachedList | undefined> {
    const times = await this.timesOf(kind);
    return times === undefined || times.written === this.seen.get(kind) ? undefined : this.read(kind);
  }

  async read(kind: KindId): Promise<CachedList | undefined> {
    try {
      const times = await this.timesOf(kind);
      if (times !== undefined) this.seen.set(kind, times.written);
      const file = await readJson<CacheFile>(this.fileOf(kind));
      const isOurs =
        file?.version === version && file.connection === this.connection && isListOfResources(file.resources);
      return isOurs ? file : undefined;
    } catch (error) {
      this.complain(error);
      return undefined;
    }
  }

  /**
   * Keeps an answer, soon.
   * @param asOf - When it came, in epoch milliseconds.
   * @param list - Left out where it said nothing new.
   */
  keep(kind: KindId, asOf: number, list?: () => CachedList): void {
    const draft = list ?? this.drafts.get(kind)?.list;
    this.drafts.set(kind, { asOf, ...(draft && { list: draft }) });
    if (this.timers.has(kind) || this.isDisposed) return;
    const wait = (this.written.get(kind) ?? -Infinity) + writeEvery - this.parts.clock.now();
    this.timers.set(
      kind,
      this.parts.clock.schedule(() => void this.write(kind), Math.max(0, wait)),
    );
  }

  private async write(kind: KindId): Promise<void> {
    const draft = this.drafts.get(kind);
    this.drafts.delete(kind);
    this.written.set(kind, this.parts.clock.now());
    const path = this.fileOf(kind);
    try {
      const file = draft?.list && { version, connection: this.connection, ...draft.list() };
      if (file !== undefined) await writeJson(path, file satisfies CacheFile);
      if (draft !== undefined) await utimes(path, draft.asOf / 1000, draft.asOf / 1000);
      const times = await this.timesOf(kind);
      if (times !== undefined) this.seen.set(kind, times.written);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.complain(error); // somebody has emptied the folder: with the next news it is there again
    }
    this.timers.delete(kind);
    const next = this.drafts.get(kind);
    if (next !== undefined) this.keep(kind, next.asOf);
  }

  /** When what is kept was answered, and when it was written, which says more where only details were added. */
  private async timesOf(kind: KindId): Promise<{ readonly answered: number; readonly written: number } | undefined> {
    try {
      const { mtimeMs, ctimeMs } = await stat(this.fileOf(kind));
      return { answered: Math.round(mtimeMs), written: ctimeMs };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.complain(error);
      return undefined;
    }
  }

  private fileOf(kind: KindId): string {
    return join(this.folder, `${kind}.json`);
  }

  /** The lists go on without it. */
  private complain(error: unknown): void {
    if (!this.hasFailed) this.parts.log(`The lists cannot be kept for the next window: ${messageOf(error)}`);
    this.hasFailed = true;
  }
}
