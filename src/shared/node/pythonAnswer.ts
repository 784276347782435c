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

/** The engine's answer to which interpreter a job would get: the environment, or one sentence why there is none. */
export type PythonAnswer = { readonly environment: PythonEnvironment } | { readonly problem: string };
