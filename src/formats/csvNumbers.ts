import { cellText, parseCell } from './csvCell.ts';
import { CsvError } from './csvError.ts';
import { sniffDelimiter } from './csvDelimiter.ts';
import { lineBlocks } from './lineBlocks.ts';

export interface NumericCsv {
  readonly rows: number;
  readonly columns: number;
  /** Row by row, `rows * columns` long; a missing value is NaN. */
  readonly values: Float32Array;
}

export interface NumericCsvOptions {
  /** The number of cells that every line must have; by default that of the first line. */
  readonly columns?: number;
  /** By default the one of comma, semicolon, tab and bar that the first line has. */
  readonly delimiter?: string;
}

const newline = 10;
const carriageReturn = 13;
const quote = 34;

/**
 * Reads a CSV of numbers without a header. Takes LF, CRLF and CR, a UTF-8 mark, blank lines, numbers in quotes, `nan` and `inf`;
 * an empty cell is a missing value.
 *
 * @param input - The whole file, or its pieces in order.
 * @throws CsvError at the first text or line of another length.
 */
export function readNumericCsv(input: Uint8Array | Iterable<Uint8Array>, options: NumericCsvOptions = {}): NumericCsv {
  const reader = new NumericCsvReader(options);
  for (const block of lineBlocks(input)) reader.readLines(block);
  return reader.result();
}

class NumericCsvReader {
  private values = new Float32Array(1024);
  private length = 0;
  private rows = 0;
  private line = 0;
  private columns: number | undefined;
  private delimiter: number | undefined;

  constructor(options: NumericCsvOptions) {
    this.columns = options.columns;
    this.delimiter = options.delimiter?.charCodeAt(0);
  }

  /** Reads a block of whole lines. */
  readLines(block: Uint8Array): void {
    const end = block.length;
    let start = this.line === 0 && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? 3 : 0;
    while (start < end) {
      let stop = start;
      while (stop < end && block[stop] !== newline && block[stop] !== carriageReturn) stop++;
      this.line++;
      if (!isBlankLine(block, start, stop)) this.readLine(block, start, stop);
      start = stop + (block[stop] === carriageReturn && block[stop + 1] === newline ? 2 : 1);
    }
  }

  result(): NumericCsv {
    return { rows: this.rows, columns: this.columns ?? 0, values: this.values.subarray(0, this.length) };
  }

  private readLine(block: Uint8Array, start: number, stop: number): void {
    this.delimiter ??= sniffDelimiter(block, start, stop);
    let column = 0;
    for (let from = start; from <= stop; column++) {
      let to = from;
      let quoted = false;
      while (to < stop && (quoted || block[to] !== this.delimiter)) if (block[to++] === quote) quoted = !quoted;
      const value = parseCell(block, from, to);
      if (value === undefined) throw this.textError(column + 1, cellText(block, from, to));
      this.push(value);
      from = to + 1;
    }
    this.columns ??= column;
    if (column !== this.columns) throw this.raggedError(column, this.columns, cellText(block, start, stop));
    this.rows++;
  }

  private push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  private textError(column: number, text: string): CsvError {
    const problem = this.rows === 0 ? 'header' : 'text';
    return new CsvError(
      problem,
      this.line,
      column,
      text,
      `line ${this.line} column ${column} is '${text}', not a number`,
    );
  }

  private raggedError(found: number, expected: number, text: string): CsvError {
    const cells = found === 1 ? '1 cell' : `${found} cells`;
    const message = `line ${this.line} has ${cells} instead of ${expected}`;
    return new CsvError('ragged', this.line, Math.min(found, expected) + 1, text, message);
  }
}

function isBlankLine(block: Uint8Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at++) if (block[at] !== 32 && block[at] !== 9) return false;
  return true;
}
