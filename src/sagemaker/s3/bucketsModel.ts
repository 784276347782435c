import type { SdkClients } from '../clients.ts';
import { defaultBucketOf, findDefaultBucket, listBuckets, type BucketEntry } from './bucketList.ts';

/** The buckets of an account, as many pages as were asked for, the default bucket of SageMaker before the others. A failed request leaves what was there. */
export class BucketsModel {
  private buckets: readonly BucketEntry[] = [];
  private next: string | undefined;
  private loaded = 0;
  private problem: unknown;
  private had: number | undefined;
  private home = '';
  private loading: Promise<void> | undefined;

  /** @param now - In epoch milliseconds. */
  constructor(
    private readonly connect: () => Promise<SdkClients>,
    private readonly now?: () => number,
  ) {}

  get isLoaded(): boolean {
    return this.loaded > 0;
  }

  get hasMore(): boolean {
    return this.next !== undefined;
  }

  /** When it was last had, as the clock that it was made with tells. */
  get asOf(): number | undefined {
    return this.had;
  }

  get error(): unknown {
    return this.problem;
  }

  /** Those of the connection's region, and those whose region is not told. */
  get here(): readonly BucketEntry[] {
    return this.buckets.filter(({ region = this.home }) => region === this.home);
  }

  get elsewhere(): readonly BucketEntry[] {
    return this.buckets.filter(({ region = this.home }) => region !== this.home);
  }

  async open(): Promise<void> {
    if (this.loading !== undefined) return this.loading;
    if (!this.isLoaded) await this.refresh();
  }

  refresh(): Promise<void> {
    return this.singly(() => this.load([], undefined, Math.max(1, this.loaded)));
  }

  loadMore(): Promise<void> {
    return this.hasMore ? this.singly(() => this.load(this.buckets, this.next, 1, this.loaded)) : Promise.resolve();
  }

  private async singly(work: () => Promise<void>): Promise<void> {
    while (this.loading !== undefined) await this.loading;
    this.loading = work().finally(() => (this.loading = undefined));
    await this.loading;
  }

  private async load(before: readonly BucketEntry[], from: string | undefined, pages: number, done = 0): Promise<void> {
    try {
      const clients = await this.connect();
      this.home = clients.connection.region;
      const found = [...before];
      let next = from;
      let count = 0;
      do {
        const page = await this.page(clients, next);
        found.push(...page.buckets);
        next = page.next;
        count++;
      } while (count < pages && next !== undefined);
      this.buckets = await withDefault(clients, found, next !== undefined);
      this.next = next;
      this.loaded = done + count;
      this.problem = undefined;
      this.had = this.now?.();
    } catch (error) {
      this.problem = error;
    }
  }

  private async page(clients: SdkClients, token: string | undefined): ReturnType<typeof listBuckets> {
    try {
      return await listBuckets(clients, token);
    } catch (error) {
      // Who may not list the buckets may use the default one all the same; that it cannot be looked at either is no news.
      if (this.buckets.length === 0) this.buckets = await withDefault(clients, [], true).catch(() => []);
      throw error;
    }
  }
}

/** @param isPart - Whether there are more than these, so that the default bucket is looked for beside them. */
async function withDefault(clients: SdkClients, found: BucketEntry[], isPart: boolean): Promise<BucketEntry[]> {
  const name = defaultBucketOf(clients.connection);
  const known = found.find((bucket) => bucket.name === name);
  const first = known ?? (isPart ? await findDefaultBucket(clients) : undefined);
  return first === undefined ? found : [first, ...found.filter((bucket) => bucket.name !== name)];
}
