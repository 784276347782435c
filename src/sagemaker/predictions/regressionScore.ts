import { formatMetricValue } from '../../shared/metricValue.ts';
import type { Scored, Verdict } from './score.ts';

/** An amount with what was predicted for it. */
export interface ComparedPair {
  /** Its place in the file, from 0. */
  readonly row: number;
  readonly truth: number;
  readonly predicted: number;
}

/** Root mean squared and mean absolute error and R², with how far off each row is. */
export function regressionScore(pairs: readonly ComparedPair[]): Scored {
  const truth = Float64Array.from(pairs, (pair) => pair.truth);
  const predicted = Float64Array.from(pairs, (pair) => pair.predicted);
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  let [squares, absolute, spread] = [0, 0, 0];
  for (const pair of pairs) {
    const error = pair.predicted - pair.truth;
    squares += error * error;
    absolute += Math.abs(error);
    spread += (pair.truth - mean) ** 2;
  }
  return {
    score: {
      kind: 'regression',
      rows: pairs.length,
      rmse: Math.sqrt(squares / pairs.length),
      mae: absolute / pairs.length,
      r2: spread === 0 ? NaN : 1 - squares / spread,
      decided: 'Labels and answers are numbers: taken for amounts.',
    },
    verdicts: new Map(pairs.map((pair) => [pair.row, differenceOf(pair.predicted - pair.truth)])),
    pairs: { row: Int32Array.from(pairs, ({ row }) => row), truth, predicted },
  };
}

function differenceOf(difference: number): Verdict {
  const sign = difference > 0 ? '+' : '';
  return { text: `${sign}${formatMetricValue(difference)}`, badness: Math.abs(difference) };
}
