/** How a program is run. */
interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program, and all that it started, when aborted. */
  readonly signal?: AbortSignal;
  /** Gets each line of its stdout as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface ProgramOutcome {
  /** Null for a program that a signal ended. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. Passed in, so that tests own processes.
 * @throws Error of the system when it cannot be started, and the signal's reason once it was aborted.
 */
export type RunProgram = (
  program: string,
  args: readonly string[],
  options?: ProgramOptions,
) => Promise<ProgramOutcome>;
