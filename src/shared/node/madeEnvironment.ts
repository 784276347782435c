import { join } from 'node:path';
import { readJson } from './readJson.ts';

/** What setup-python and setup-jupyter leave once an environment is whole. */
export interface MadeEnvironment {
  /** Name of the virtual environment's folder, beside this record. */
  readonly folder: string;
  /** Digest of the requirements that it was made from. */
  readonly requirements: string;
}

/** Where setup-python works. */
export const pythonDirectory = (stateDirectory: string): string => join(stateDirectory, 'python');

/** Where setup-jupyter works. */
export const jupyterDirectory = (stateDirectory: string): string => join(stateDirectory, 'jupyter');

export const madeEnvironmentPath = (directory: string): string => join(directory, 'environment.json');

/** The environment that was made in one of these directories, whether or not it still works; undefined before. */
export function readMadeEnvironment(directory: string): Promise<MadeEnvironment | undefined> {
  return readJson<MadeEnvironment>(madeEnvironmentPath(directory));
}
