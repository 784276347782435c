import { join } from 'node:path';
import { readJson } from '../../../shared/node/readJson.ts';

/** What setup-python leaves once an environment is whole. */
export interface MadeEnvironment {
  /** Name of the virtual environment's folder, beside this record. */
  readonly folder: string;
  /** Digest of the requirements that it was made from. */
  readonly requirements: string;
}

/** Where setup-python works. */
export const pythonDirectory = (stateDirectory: string): string => join(stateDirectory, 'python');

export const madeEnvironmentPath = (stateDirectory: string): string =>
  join(pythonDirectory(stateDirectory), 'environment.json');

/** The environment that setup-python made, whether or not it still works; undefined before. */
export function readMadeEnvironment(stateDirectory: string): Promise<MadeEnvironment | undefined> {
  return readJson<MadeEnvironment>(madeEnvironmentPath(stateDirectory));
}
