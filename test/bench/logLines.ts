import type { LogLine } from '../../src/engine/store/logRecord.ts';

/** Metric lines as XGBoost writes them, one per round. */
export function metricLines(count: number): LogLine[] {
  const started = Date.now() - count;
  return Array.from({ length: count }, (_, round) => ({
    timestamp: started + round,
    message: `[${round}]#011train-rmse:${(9 / (round + 1)).toFixed(5)}#011validation-rmse:${(12 / (round + 1)).toFixed(5)}`,
  }));
}

/** Consecutive stretches of at most `size` lines. */
export function batchesOf(lines: readonly LogLine[], size: number): LogLine[][] {
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, at) => lines.slice(at * size, (at + 1) * size));
}
