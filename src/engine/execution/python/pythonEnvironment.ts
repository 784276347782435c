import type { PythonEnvironment } from '../../../shared/node/pythonAnswer.ts';

export type { PythonEnvironment };

/** Finds the interpreter that a job gets. */
export interface PythonFinder {
  /**
   * @param wanted - The interpreter that the request asks for; otherwise the engine's own environment, then PATH.
   * @returns The environment, or one sentence why there is none and what to do.
   */
  find(wanted?: string): Promise<PythonEnvironment | string>;
}
