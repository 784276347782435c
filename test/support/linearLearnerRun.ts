import path from 'node:path';
import type { ProgramEnd } from './builtInProgram.ts';

/** What a finished run of Linear Learner says of itself. */
export class LinearLearnerRun {
  readonly modelFile: string;

  constructor(readonly end: ProgramEnd) {
    this.modelFile = path.join(end.mlRoot, 'model/model_algo-1');
  }

  /** A metric of the final model, e.g. `test mse`; NaN where there is none. */
  score(name: string): number {
    return this.numbers(new RegExp(`#quality_metric: host=algo-1, ${name} <\\w+>=(\\S+)`)).at(-1) ?? NaN;
  }

  /** What a pattern's group holds, line by line. */
  numbers(pattern: RegExp): number[] {
    return this.end.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number);
  }

  /** How many models were trained side by side. */
  get models(): number {
    return new Set(this.numbers(/"model": (\d+)/)).size;
  }

  get epochs(): number {
    return this.numbers(/#quality_metric: host=algo-1, epoch=(\d+), train/).length;
  }

  /** The hyperparameters of the best model. */
  get best(): Readonly<Record<string, unknown>> {
    const found = this.end.lines.flatMap((line) => /Best model found for hyperparameters: (.*)/.exec(line)?.[1] ?? []);
    return JSON.parse(found[0] ?? '{}') as Record<string, unknown>;
  }

  /** Whether the log has a line that ends so. */
  says(ending: string): boolean {
    return this.end.lines.some((line) => line.endsWith(ending));
  }
}
