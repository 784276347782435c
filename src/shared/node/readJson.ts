import { readFile } from 'node:fs/promises';
import { codeOf } from '../errors.ts';

/** Reads a JSON file; undefined when there is none, or when it is not (yet) whole. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
