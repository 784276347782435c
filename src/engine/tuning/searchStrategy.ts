/** How a numeric range is searched (API reference, HyperParameterScalingType). */
export type Scaling = 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic';

/** One tunable hyperparameter; bounds are inclusive. */
export type ParameterRange =
  | {
      readonly kind: 'continuous' | 'integer';
      readonly name: string;
      readonly min: number;
      readonly max: number;
      readonly scaling: Scaling;
    }
  | { readonly kind: 'categorical'; readonly name: string; readonly values: readonly string[] };

/** Values of the tunable hyperparameters as a training job gets them. */
export type ParameterValues = Readonly<Record<string, string>>;

/** A training job of a tuning job, or of one of its parents. */
export interface Trial {
  readonly values: ParameterValues;
  /** `failed`: ended without a value of the objective. */
  readonly state: 'running' | 'finished' | 'failed';
  /** The final value of the objective, as it was logged. */
  readonly objective?: number;
}

/** Proposes what to try next. Holds no state of its own: the same trials give the same proposal, so that a killed engine goes on. */
export interface SearchStrategy {
  /**
   * @param trials - All so far, in the order they were proposed.
   * @returns undefined when there is nothing left to try.
   */
  next(trials: readonly Trial[]): ParameterValues | undefined;
}

/** What a trial has logged of the objective so far: one value per epoch, in order. */
export interface TrialCurve {
  /** The how manieth proposal of the tuning job it is, from 0: Hyperband deals its brackets by it. */
  readonly index: number;
  readonly values: readonly number[];
  readonly isRunning: boolean;
}

/** Decides whether a running trial is not worth going on with. */
export interface StoppingRule {
  /**
   * @param others - The curves of all other trials, in the order they were proposed.
   * @returns Why it should stop, as words that follow the name of the objective; undefined for one that should go on.
   */
  reasonToStop(trial: TrialCurve, others: readonly TrialCurve[]): string | undefined;
}
