import type { ResourceEntry } from './resources/resourceEntry.ts';

/** A tuning job as a list shows it. */
export interface TuningJobEntry extends ResourceEntry {
  readonly strategy: string;
  readonly jobs: {
    /** Those that will not run any more, however they ended. */
    readonly ended: number;
    readonly failed: number;
    /** At most so many; undefined where nobody said. */
    readonly most?: number;
  };
  /** The best training job so far, by the objective. */
  readonly best?: { readonly jobName: string; readonly metric: string; readonly value: number };
  /** Whether the objective is to be as high as it can; undefined until it is known. */
  readonly maximizes?: boolean;
}
