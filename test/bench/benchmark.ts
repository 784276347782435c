/** What must be on the machine besides Node. */
type Tool = 'python' | 'browser' | 'editor';

/**
 * - `ratio`: the subject may take so many times what the peer takes; `why` says where the number comes from.
 * - `goal`: milliseconds without a peer; they depend on the machine, so only three times as many fail.
 */
type Gate = { readonly ratio: number; readonly peer: string; readonly why: string } | { readonly goal: number };

/** Measures once; milliseconds, or what the benchmark says. */
type Sample = () => Promise<number>;

/** A benchmark that is ready to run; without `peer` it has a goal. */
export interface PreparedBenchmark {
  readonly subject: Sample;
  readonly peer?: Sample;
  readonly close: () => Promise<void>;
}

export interface Benchmark {
  readonly name: string;
  readonly gate: Gate;
  readonly tools?: readonly Tool[];
  /** What is measured where that is no time: one measurement is enough, because it is a median over many seeds itself. */
  readonly measures?: string;
  readonly prepare: () => Promise<PreparedBenchmark>;
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
