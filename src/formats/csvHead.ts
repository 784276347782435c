import { CsvError } from './csvError.ts';
import { readNumericCsv } from './csvNumbers.ts';

export interface CsvHead {
  /** True when the first line is text and what follows is not. */
  readonly header: boolean;
  /** The first cell that is not a number, or the first line of another length. */
  readonly firstBadCell?: CsvError;
  /** Cells per line, as far as the head could be read. */
  readonly columns: number;
}

/** How much of a file is enough for `inspectCsvHead`. */
export const csvHeadLength = 64 * 1024;

/**
 * Looks at the start of a CSV that is meant to hold numbers only, without reading the rest.
 *
 * @param head - At most the file's first `csvHeadLength` bytes; a line cut at the end is ignored.
 */
export function inspectCsvHead(head: Uint8Array): CsvHead {
  const whole = head.length < csvHeadLength ? head : head.subarray(0, head.lastIndexOf(10) + 1);
  const firstBadCell = problemOf(whole);
  if (firstBadCell instanceof CsvError) {
    const body = whole.subarray(endOfLine(whole, firstBadCell.line));
    const rest = problemOf(body);
    const header = firstBadCell.problem === 'header' && typeof rest === 'number';
    return { header, firstBadCell, columns: typeof rest === 'number' ? rest : 0 };
  }
  return { header: false, columns: firstBadCell };
}

/** The number of columns, or what stands in the way. */
function problemOf(bytes: Uint8Array): CsvError | number {
  try {
    return readNumericCsv(bytes).columns;
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}

/** The offset after line `line`, counted as the reader counts. */
function endOfLine(bytes: Uint8Array, line: number): number {
  let at = 0;
  for (let passed = 0; passed < line && at < bytes.length; passed++) {
    while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
    at += bytes[at] === 13 && bytes[at + 1] === 10 ? 2 : 1;
  }
  return at;
}
