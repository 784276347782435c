/** How good predictions are, by the labels of their rows. */
type Score =
  | {
      readonly kind: 'regression';
      /** Rows that were compared. */
      readonly rows: number;
      readonly rmse: number;
      /** Mean absolute error. */
      readonly mae: number;
      /** NaN where all labels are the same. */
      readonly r2: number;
      /** How it was decided what the answers are, as a sentence. */
      readonly decided: string;
    }
  | {
      readonly kind: 'classes';
      readonly rows: number;
      readonly accuracy: number;
      /** Where the model says how sure it is. */
      readonly logLoss?: number;
      readonly classes: readonly string[];
      /** By label, then by prediction. */
      readonly confusion: readonly (readonly number[])[];
      readonly decided: string;
    };

/** What was scored: the measure, what it says of single rows, and for a plot the pairs of numbers in the order of the rows. */
export interface Scored {
  readonly score: Score;
  readonly verdicts: ReadonlyMap<number, Verdict>;
  readonly pairs?: { readonly row: Int32Array; readonly truth: Float64Array; readonly predicted: Float64Array };
}

/** How far off one row is. */
export interface Verdict {
  /** `+1.25`, or `setosa, right`. */
  readonly text: string;
  /** The larger, the worse. */
  readonly badness: number;
}
