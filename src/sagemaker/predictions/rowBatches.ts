import type { PredictionRow } from './predictionRow.ts';
import type { RowFormat } from './rowFormat.ts';

/** Rows of one request. */
export interface RowBatch {
  /** The first row, from 0. */
  readonly first: number;
  readonly count: number;
}

/** Below InvokeEndpoint's smallest limit of a body, 6 MB (API reference; some regions and instances take 25 MB). */
const mostBytes = 5 * 1024 * 1024;
/** So that a mistake in one row costs few others their answer, and answers come as they are made. */
const mostRows = 500;

/** Cuts rows into requests. @param rowsAtOnce - 1 for models that take one row a request. */
export function rowBatches(rows: readonly Pick<PredictionRow, 'input'>[], rowsAtOnce = mostRows): RowBatch[] {
  const batches: RowBatch[] = [];
  let [first, bytes] = [0, 0];
  rows.forEach(({ input }, row) => {
    const size = Buffer.byteLength(input) + 1;
    if (row > first && (bytes + size > mostBytes || row - first >= rowsAtOnce)) {
      batches.push({ first, count: row - first });
      [first, bytes] = [row, 0];
    }
    bytes += size;
  });
  if (rows.length > first) batches.push({ first, count: rows.length - first });
  return batches;
}

/** The body that carries rows. JSON has no rows of its own: there each is a body by itself. */
export function bodyOf(rows: readonly Pick<PredictionRow, 'input'>[]): string {
  return rows.map(({ input }) => input).join('\n');
}

/** How many rows a body of a format may carry. */
export function rowsAtOnce(format: RowFormat): number {
  return format === 'json' ? 1 : mostRows;
}
