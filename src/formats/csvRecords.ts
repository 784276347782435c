/** A record of a delimited file, and the line of the file it starts on, from 1. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

const quote = 34;
const newline = 10;
const carriageReturn = 13;

/**
 * Splits delimited text into records, piece by piece: quotes (RFC 4180, also with line ends in them), LF, CRLF and CR, a byte-order mark;
 * blank lines are no records.
 */
export class CsvRecordReader {
  private rest = '';
  private line = 1;
  private started = false;
  private readonly delimiter: number;

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** @returns The records that are whole by now. */
  push(text: string): CsvRecord[] {
    const unmarked = this.started || !text.startsWith('\uFEFF') ? text : text.slice(1);
    this.started ||= text !== '';
    return this.read(this.rest + unmarked, false);
  }

  /** @returns The last record, when the text does not end with a line end; one in an open quote as far as it goes. */
  end(): CsvRecord[] {
    return this.read(this.rest, true);
  }

  private read(text: string, last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let cells: string[] = [];
    let recordStart = 0;
    let cellStart = 0;
    let quoted = false;
    let hasQuotes = false;
    let lines = 0;
    const cell = (end: number): string =>
      hasQuotes ? unquoted(text.slice(cellStart, end)) : text.slice(cellStart, end);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        quoted = !quoted;
        hasQuotes = true;
      } else if (code === newline || code === carriageReturn) {
        const isPair = code === carriageReturn && text.charCodeAt(at + 1) === newline;
        // The next piece may begin with the LF of this CR.
        if (code === carriageReturn && at + 1 === text.length && !last) break;
        lines++;
        const end = at;
        if (isPair) at++;
        if (quoted) continue;
        cells.push(cell(end));
        this.keep(records, cells, text.slice(recordStart, end));
        this.line += lines;
        [cells, recordStart, cellStart, hasQuotes, lines] = [[], at + 1, at + 1, false, 0];
      } else if (code === this.delimiter && !quoted) {
        cells.push(cell(at));
        [cellStart, hasQuotes] = [at + 1, false];
      }
    }
    if (last && recordStart < text.length) {
      cells.push(cell(text.length));
      this.keep(records, cells, text.slice(recordStart));
      recordStart = text.length;
    }
    this.rest = text.slice(recordStart);
    return records;
  }

  private keep(records: CsvRecord[], cells: readonly string[], text: string): void {
    if (text.trim() !== '') records.push({ cells, line: this.line });
  }
}

function unquoted(cell: string): string {
  const text = cell.trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : cell;
}
