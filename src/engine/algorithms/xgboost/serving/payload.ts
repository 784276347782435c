import { messageOf } from '../../../../shared/errors.ts';
import { MalformedRecordsError, readRecords } from '../../../../formats/recordioReader.ts';
import type { ServedContentType } from './contentType.ts';
import { strippedText, UnicodeDecodeError } from './pythonText.ts';

/** Rows to predict for; no labels. */
export interface PayloadRows {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; NaN is missing. */
  readonly values: Float32Array;
}

/** A payload that the image answers with 415. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

/**
 * Reads a request's body as the image does (sagemaker-xgboost-container, serve_utils.py and encoder.py): CSV of features only, with the
 * delimiter of its first line; libsvm counted from 0, and records, whose labels are ignored.
 * @throws PayloadError in the image's words.
 */
export function readPayload(body: Uint8Array, type: ServedContentType): PayloadRows {
  const lines = (): string[] => strippedText(body).split('\n');
  try {
    return finite(
      type === 'recordio-protobuf' ? readRecordio(body) : type === 'csv' ? readCsv(lines()) : readLibsvm(lines()),
    );
  } catch (error) {
    const name = pythonName(error);
    if (name === undefined) throw error;
    const line = type === 'recordio-protobuf' ? ' ' : '\n ';
    throw new PayloadError(
      `Loading ${type} data failed with Exception, please ensure data is in ${type} format:${line}<class '${name}'>${line}${messageOf(error)}`,
    );
  }
}

/** libxgboost refuses a table. */
class XgboostError extends Error {}

/** What Python calls an error of a payload; undefined for one that is not the payload's. */
function pythonName(error: unknown): string | undefined {
  if (error instanceof UnicodeDecodeError) return 'UnicodeDecodeError';
  if (error instanceof XgboostError) return 'xgboost.core.XGBoostError';
  if (error instanceof MalformedRecordsError) return 'recordio.Malformed';
  return error instanceof RangeError ? 'ValueError' : undefined;
}

/** What libxgboost checks when it takes a table (data.cc; also what is beyond a float32 is infinite). */
function finite(table: PayloadRows): PayloadRows {
  if (table.values.some((value) => value === Infinity || value === -Infinity))
    throw new XgboostError('Check failed: valid: Input data contains `inf` or `nan`');
  return table;
}

/** What a sparse record leaves out is missing. */
function readRecordio(body: Uint8Array): PayloadRows {
  const records = readRecords(body);
  const columns = records.reduce((most, { width }) => Math.max(most, width), 0);
  const values = emptyTable(records.length, columns);
  records.forEach(({ values: own, columns: places }, row) =>
    own.forEach((value, at) => (values[row * columns + (places?.[at] ?? at)] = value)),
  );
  return { rows: records.length, columns, values };
}

/** Every cell missing. @throws RangeError for a table beyond what this process can hold. */
function emptyTable(rows: number, columns: number): Float32Array {
  if (rows * columns > mostCells)
    throw new RangeError(`${rows} rows of ${columns} features are more than the in-process predictor takes`);
  return new Float32Array(rows * columns).fill(NaN);
}

function readCsv(lines: readonly string[]): PayloadRows {
  const delimiter = delimiterOf(lines[0] ?? '');
  const cells = lines.map((line) => line.split(delimiter));
  const columns = cells[0]?.length ?? 0;
  if (cells.some((row) => row.length !== columns))
    throw new RangeError(
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (${lines.length},) + inhomogeneous part.`,
    );
  const values = new Float32Array(lines.length * columns);
  cells.forEach((row, at) => row.forEach((cell, column) => (values[at * columns + column] = numberOf(cell))));
  return { rows: lines.length, columns, values };
}

/** Of the delimiters that Python's `csv.Sniffer` prefers, the first that is there. */
function delimiterOf(line: string): string {
  return [',', '\t', ';', '|', ' '].find((candidate) => line.trim().includes(candidate)) ?? ',';
}

function readLibsvm(lines: readonly string[]): PayloadRows {
  let columns = 0;
  const rows = lines.map((line) =>
    line
      .split(' ')
      .filter((item) => item.includes(':'))
      .map((item): [number, number] => {
        const [index = '', value = ''] = item.split(':');
        if (!/^\s*[+-]?\d+\s*$/.test(index)) throw new RangeError(`invalid literal for int() with base 10: '${index}'`);
        if (Number(index) < 0) throw new RangeError('negative column index found');
        columns = Math.max(columns, Number(index) + 1);
        return [Number(index), numberOf(value)];
      }),
  );
  const values = emptyTable(rows.length, columns);
  rows.forEach((pairs, row) => {
    for (const [index, value] of pairs) values[row * columns + index] = value;
  });
  return { rows: rows.length, columns, values };
}

/** As many take 1 GB. */
const mostCells = 250_000_000;

/** What Python's `float()` reads; an empty cell is missing. */
function numberOf(cell: string): number {
  if (cell.includes('\ufeff')) throw new RangeError(unreadable(cell.replaceAll('\ufeff', '\\ufeff'))); // Python's strip leaves it
  const text = cell.trim();
  if (cell === '' || /^[+-]?nan$/i.test(text)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new RangeError(unreadable(cell));
  return Number(text);
}

const unreadable = (cell: string): string => `could not convert string to float: '${cell}'`;
