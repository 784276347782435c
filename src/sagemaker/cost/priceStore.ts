import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { readJson } from '../../shared/node/readJson.ts';
import { writeJson } from '../../shared/node/writeJson.ts';
import type { InstancePrices } from './price.ts';

/** A price list changes a few times a year. */
const keptFor = 7 * 24 * 3_600_000;
const version = 1;

interface StoredPrices {
  readonly version: number;
  readonly types: Readonly<Record<string, { readonly asOf: number; readonly usd: InstancePrices }>>;
}

/** The prices of one region on disk, by instance type: public, so all accounts and windows share them. */
export class PriceStore {
  private readonly path: string;

  constructor(
    storageFolder: string,
    region: string,
    private readonly clock: Clock,
  ) {
    this.path = join(storageFolder, 'prices', `${region}.json`);
  }

  /** What is not older than a week. */
  async read(): Promise<Map<string, InstancePrices>> {
    const now = this.clock.now();
    const fresh = Object.entries(await this.types()).filter(([, { asOf }]) => asOf <= now && now - asOf < keptFor);
    return new Map(fresh.map(([type, { usd }]) => [type, usd]));
  }

  async write(instanceType: string, usd: InstancePrices): Promise<void> {
    const types = { ...(await this.types()), [instanceType]: { asOf: this.clock.now(), usd } };
    await writeJson(this.path, { version, types } satisfies StoredPrices);
  }

  private async types(): Promise<StoredPrices['types']> {
    const stored = await readJson<StoredPrices>(this.path);
    return stored?.version === version ? stored.types : {};
  }
}
