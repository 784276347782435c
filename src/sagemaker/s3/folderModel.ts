import type { SdkClients } from '../clients.ts';
import { listObjects, type ObjectEntry } from './objectList.ts';
import type { S3Place } from './s3Place.ts';

/** S3 gives at most so many at once. */
const pageSize = 1_000;
/** Of one *Load more*. */
const mostPages = 10;

interface Contents {
  readonly folders: readonly string[];
  readonly objects: readonly ObjectEntry[];
  readonly next: string | undefined;
  readonly pages: number;
}

const nothing: Contents = { folders: [], objects: [], next: undefined, pages: 0 };

/** What is loaded of one prefix: as many pages as were asked for. A failed request leaves what was there. */
export class FolderModel {
  private contents = nothing;
  private problem: unknown;
  private had: number | undefined;
  private loading: Promise<void> | undefined;
  private stale = false;

  /** @param now - In epoch milliseconds. */
  constructor(
    readonly place: S3Place,
    private readonly connect: () => Promise<SdkClients>,
    private readonly now?: () => number,
  ) {}

  /** Prefixes, then objects, each in S3's order; without the empty object that stands for the folder itself. */
  get folders(): readonly string[] {
    return this.contents.folders;
  }

  get objects(): readonly ObjectEntry[] {
    return this.contents.objects;
  }

  get isLoaded(): boolean {
    return this.contents.pages > 0;
  }

  get hasMore(): boolean {
    return this.contents.next !== undefined;
  }

  /** When it was last had, as the clock that it was made with tells. */
  get asOf(): number | undefined {
    return this.had;
  }

  get error(): unknown {
    return this.problem;
  }

  /** Loads the first page where nothing is loaded yet, and all again what was marked as old. */
  async open(): Promise<void> {
    if (this.loading !== undefined) return this.loading;
    if (this.isLoaded && !this.stale && this.problem === undefined) return;
    await this.refresh();
  }

  /** Asks for all that is loaded once more; it stays as it was until the answer is whole. */
  refresh(): Promise<void> {
    this.stale = false;
    return this.singly(() => this.load(nothing, Math.max(1, this.contents.pages)));
  }

  /** The next refresh is at the next `open`. */
  markStale(): void {
    this.stale = true;
  }

  /** Loads as much more as there is already, so that few requests of a person show even a very long list. */
  loadMore(): Promise<void> {
    if (!this.hasMore) return Promise.resolve();
    return this.singly(() => this.load(this.contents, Math.min(mostPages, this.contents.pages)));
  }

  private async singly(work: () => Promise<void>): Promise<void> {
    // What is asked for while a request is under way may want what was written after that began.
    while (this.loading !== undefined) await this.loading;
    this.loading = work()
      .catch((error: unknown) => void (this.problem = error))
      .finally(() => (this.loading = undefined));
    await this.loading;
  }

  private async load(before: Contents, pages: number): Promise<void> {
    const clients = await this.connect();
    const folders = [...before.folders];
    const objects = [...before.objects];
    let { next } = before;
    let loaded = 0;
    do {
      const page = await listObjects(clients, this.place, { token: next, limit: pageSize });
      folders.push(...page.folders);
      objects.push(...page.objects.filter((object) => !this.isMarker(object)));
      ({ next } = page);
      loaded++;
    } while (loaded < pages && next !== undefined);
    this.contents = { folders, objects, next, pages: before.pages + loaded };
    this.problem = undefined;
    this.had = this.now?.();
  }

  /** What *Create Folder* makes, here and in the S3 console. */
  private isMarker({ key, size }: ObjectEntry): boolean {
    return size === 0 && key === this.place.key && key.endsWith('/');
  }
}
