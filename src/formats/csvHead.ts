import { CsvError } from './csvError.ts';
import { readNumericCsv, type NumericCsv } from './csvNumbers.ts';

export interface CsvHead {
  /** True when the first line is text and what follows is not. */
  readonly header: boolean;
  /** The first cell that is not a number, or the first line of another length. */
  readonly firstBadCell?: CsvError;
  /** Cells per line, as far as the head could be read. */
  readonly columns: number;
  /** The lines of the head, when nothing is wrong with them. */
  readonly numbers?: NumericCsv;
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
  const numbers = numbersOf(whole);
  if (numbers instanceof CsvError) {
    const firstBadCell = numbers;
    const body = whole.subarray(endOfLine(whole, firstBadCell.line));
    const rest = numbersOf(body);
    const header = firstBadCell.problem === 'header' && !(rest instanceof CsvError);
    return { header, firstBadCell, columns: rest instanceof CsvError ? 0 : rest.columns };
  }
  return { header: false, columns: numbers.columns, numbers };
}

/** The numbers, or what stands in the way. */
function numbersOf(bytes: Uint8Array): CsvError | NumericCsv {
  try {
    return readNumericCsv(bytes);
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
