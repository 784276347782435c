export const runners = ['auto', 'in-process', 'python'] as const;

/** How a job is to be run by the local engine. AWS never hears of it: it travels in headers, not in the request. */
export interface RunnerWish {
  /** `auto` takes the real library where the interpreter has it. */
  readonly runner: (typeof runners)[number];
  /** Absolute path of the Python interpreter to use; the engine's own choice when absent. */
  readonly interpreter?: string;
}

export const runnerHeader = 'x-sagemaker-local-runner';
/** Percent-encoded, since a path may hold any character. */
export const interpreterHeader = 'x-sagemaker-local-python';

export function headersOf({ runner, interpreter }: RunnerWish): Record<string, string> {
  return {
    [runnerHeader]: runner,
    ...(interpreter === undefined ? {} : { [interpreterHeader]: encodeURIComponent(interpreter) }),
  };
}
