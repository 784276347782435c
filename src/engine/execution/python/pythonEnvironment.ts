/** A Python that can run jobs. */
export interface PythonEnvironment {
  /** Absolute path. */
  readonly interpreter: string;
  /** E.g. `3.11.7`. */
  readonly version: string;
  /** Installed versions of the libraries that algorithms need, by import name, e.g. `xgboost`. */
  readonly libraries: Readonly<Record<string, string>>;
  /** For the job's log, e.g. `chosen in the editor` or `made by setup-python`. */
  readonly origin: string;
}

/** Finds the interpreter that a job gets. */
export interface PythonFinder {
  /**
   * @param wanted - The interpreter that the request asks for; otherwise the engine's own environment, then PATH.
   * @returns The environment, or one sentence why there is none and what to do.
   */
  find(wanted?: string): Promise<PythonEnvironment | string>;
}
