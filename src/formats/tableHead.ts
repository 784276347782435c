import { sniffDelimiter } from './csvDelimiter.ts';
import { CsvRecordReader, type CsvRecord } from './csvRecords.ts';

/** A column of a delimited file, as far as the head of the file tells. */
export interface TableColumn {
  /** From the header, or `column 3`. */
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** The first value that is no number. */
  readonly firstText?: string;
  /** Different values, up to `maxDistinct` of them. */
  readonly distinct: readonly string[];
}

export interface TableHead {
  readonly delimiter: string;
  /** Records before the first row: a header, and what stands before it. */
  readonly skip: number;
  readonly hasHeader: boolean;
  /** Whether the names of the columns are all that there is. */
  readonly isHeaderOnly: boolean;
  readonly columns: readonly TableColumn[];
}

const maxDistinct = 20;
/** Some tables begin with a line of facts about themselves, as scikit-learn's do. */
const maxPreamble = 4;
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Whether a cell holds no value: empty, or one of the usual words for it. */
export function isMissing(cell: string): boolean {
  return missing.has(cell.trim().toLowerCase());
}

export function isNumber(cell: string): boolean {
  return number.test(cell.trim());
}

/**
 * What kind of table a text begins.
 * @param head - The first bytes of the file, uncompressed.
 * @param isWhole - Whether that is all of it; otherwise its last record is not trusted.
 * @returns Undefined when there is no row.
 */
export function readTableHead(head: Uint8Array, isWhole: boolean): TableHead | undefined {
  const firstLine = head.indexOf(10);
  const delimiter = String.fromCharCode(sniffDelimiter(head, 0, firstLine < 0 ? head.length : firstLine));
  const reader = new CsvRecordReader(delimiter);
  const records = reader.push(new TextDecoder().decode(head));
  if (isWhole) records.push(...reader.end());
  const header = headerIndex(records);
  const skip = header === undefined ? 0 : header + 1;
  const rows = records.slice(skip);
  const width = (header === undefined ? rows[0] : records[header])?.cells.length ?? 0;
  if (rows.length === 0) return undefined;
  const names = header === undefined ? [] : (records[header]?.cells ?? []);
  const columns = Array.from({ length: width }, (_, index) =>
    columnOf(
      names[index]?.trim() || `column ${index + 1}`,
      rows.map(({ cells }) => cells[index] ?? ''),
    ),
  );
  const isHeaderOnly = isWhole && records.length === 1 && isAllText(records[0]);
  return { delimiter, skip, hasHeader: header !== undefined, isHeaderOnly, columns };
}

/** Whether a record may be a header; the index that pandas writes has no name there. */
function isAllText(record: CsvRecord | undefined): boolean {
  const cells = record?.cells ?? [];
  const named = cells.length > 1 && cells[0] === '' ? cells.slice(1) : cells;
  return named.length > 0 && named.every((cell) => !isMissing(cell) && !isNumber(cell));
}

/** The first record that is all text, with one after it that is not. */
function headerIndex(records: readonly CsvRecord[]): number | undefined {
  const found = records.slice(0, maxPreamble).findIndex((record) => isAllText(record));
  return found >= 0 && records[found + 1] !== undefined && !isAllText(records[found + 1]) ? found : undefined;
}

function columnOf(name: string, cells: readonly string[]): TableColumn {
  const values = cells.filter((cell) => !isMissing(cell)).map((cell) => cell.trim());
  const firstText = values.find((value) => !isNumber(value));
  const distinct = [...new Set(values)].slice(0, maxDistinct + 1);
  return firstText === undefined ? { name, kind: 'number', distinct } : { name, kind: 'text', firstText, distinct };
}
