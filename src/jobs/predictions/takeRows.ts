import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PredictionRow } from '../../sagemaker/predictions/predictionRow.ts';
import { codeOf, messageOf, UserError } from '../../shared/errors.ts';
import { readRows, type RowsFile } from './readRows.ts';

/** A stretch of a file's rows. */
export interface RowsToTake {
  readonly file: RowsFile;
  /** The first row, from 0. */
  readonly from: number;
  readonly count: number;
  /** Gets all rows of the file as they are sent, one a line. */
  readonly copyTo?: string;
}

export interface TakenRows {
  readonly rows: readonly PredictionRow[];
  /** Whether the file has rows after those. */
  readonly hasMore: boolean;
  /** Rows of the copy. */
  readonly copied: number;
}

/**
 * Takes rows out of a file, and may write all of them as they are sent; in bounded memory.
 * @throws UserError saying why it cannot be read, or that there is no row.
 */
export async function takeRows(task: RowsToTake): Promise<TakenRows> {
  const { file, copyTo } = task;
  try {
    const taken = await (copyTo === undefined ? take(task) : copy(task, copyTo));
    if (taken.rows.length > 0) return taken;
    const where = task.from === 0 ? 'has no rows' : `has no row ${task.from + 1}`;
    throw new UserError(`${file.title} ${where}: choose another file, or other rows.`);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new UserError(`${file.title} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function take({ file, from, count }: RowsToTake): Promise<TakenRows> {
  const rows: PredictionRow[] = [];
  let seen = 0;
  for await (const row of readRows(file)) {
    if (rows.length === count) return { rows, hasMore: true, copied: 0 };
    if (seen++ >= from) rows.push(row);
  }
  return { rows, hasMore: false, copied: 0 };
}

async function copy({ file, from, count }: RowsToTake, path: string): Promise<TakenRows> {
  const rows: PredictionRow[] = [];
  let copied = 0;
  async function* lines(): AsyncGenerator<string> {
    let held = '';
    for await (const row of readRows(file)) {
      if (/[\r\n]/.test(row.input))
        throw new UserError(
          `${file.title} line ${row.line} has a line break in a cell, and a batch transform takes a row a line: remove it.`,
        );
      if (copied >= from && rows.length < count) rows.push(row);
      copied++;
      held += `${row.input}\n`;
      if (held.length < 64 * 1024) continue;
      yield held;
      held = '';
    }
    yield held;
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return { rows, hasMore: copied > from + rows.length, copied };
}
