import { join } from 'node:path';
import { readJson } from '../../shared/node/readJson.ts';
import { writeJson } from '../../shared/node/writeJson.ts';
import type { Connection } from '../connection.ts';
import { placeFolder } from '../placeFolder.ts';
import type { Billable } from './billable.ts';

const version = 2;

/** What costs money at one connection, as it was counted wholly for the last time. */
export interface Counted {
  readonly asOf: number;
  readonly items: readonly Billable[];
  /** The kinds that could not be listed, as they are called. */
  readonly missing: readonly string[];
}

/** What was counted last at one connection, on disk: a reload does not begin at nothing, and windows share it. */
export class CountedStore {
  private readonly path: string;

  constructor(
    storageFolder: string,
    private readonly connection: Connection,
  ) {
    this.path = join(storageFolder, 'cost', `${placeFolder(connection)}.json`);
  }

  async read(): Promise<Counted | undefined> {
    const stored = await readJson<Counted & { readonly version: number; readonly id: string }>(this.path);
    return stored?.version === version && stored.id === this.connection.id ? stored : undefined;
  }

  async write({ asOf, items, missing }: Counted): Promise<void> {
    await writeJson(this.path, { version, id: this.connection.id, asOf, items, missing });
  }
}
