import { createHash } from 'node:crypto';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesOfKey } from '../../src/engine/store/keyPath.ts';
import { plainDetails, type ObjectRecord } from '../../src/engine/store/objectRecord.ts';
import type { EngineProcess } from './engineProcess.ts';

const content = 'x';
const md5 = createHash('md5').update(content).digest('hex');

/** Puts objects of one byte into a bucket of a running engine, as they stand on its disk: a hundred thousand requests would take minutes. */
export async function putManyObjects(
  { stateDirectory }: EngineProcess,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  const folder = join(stateDirectory, 'buckets', ...namesOfKey(bucket, { caseInsensitive: false }));
  const made = new Set<string>();
  const write = (path: string, text: string): void => {
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(path, text);
  };
  for (const key of keys) {
    const names = namesOfKey(key, { caseInsensitive: false });
    const path = join(folder, 'data', ...names);
    write(path, content);
    const { mtimeNs } = statSync(path, { bigint: true });
    const lastModified = Number(mtimeNs / 1_000_000n);
    const record: ObjectRecord = {
      ...plainDetails,
      key,
      size: 1,
      etag: md5,
      md5,
      lastModified,
      modified: `${mtimeNs}`,
    };
    write(join(folder, 'meta', ...names), JSON.stringify(record));
  }
}
