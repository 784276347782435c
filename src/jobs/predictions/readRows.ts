import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { CsvRecord } from '../../formats/csvRecords.ts';
import { isMissing } from '../../formats/tableHead.ts';
import type { PredictionRow } from '../../sagemaker/predictions/predictionRow.ts';
import type { RowFormat } from '../../sagemaker/predictions/rowFormat.ts';
import { messageOf, UserError } from '../../shared/errors.ts';
import { tableBytes, tableRecords } from '../wizard/tableRecords.ts';

/** How rows stand in a file. */
export interface RowsFile {
  readonly source: string;
  /** How a person knows the file. */
  readonly title: string;
  readonly format: RowFormat;
  /** Of CSV. */
  readonly delimiter?: string;
  /** Records of CSV before the first row. */
  readonly skip?: number;
  /** What is held back: of CSV the column, from 0; of JSON the member's name; of libsvm `label`, the first of a line. */
  readonly label?: number | string;
  /** Of CSV: columns, from 0, that the model does not know and that are not sent. */
  readonly leftOut?: readonly number[];
}

/** JSON has no rows that can be read one by one. */
const mostJson = 64 * 1024 * 1024;

/**
 * The rows of a file, as they are sent: without header and label, CSV with commas and nothing where a value is missing.
 * @throws UserError naming the line that cannot be read, or a system error.
 */
export function readRows(file: RowsFile): AsyncGenerator<PredictionRow> {
  switch (file.format) {
    case 'csv':
      return csvRows(file);
    case 'json':
      return jsonRows(file);
    case 'jsonlines':
    case 'libsvm':
      return lineRows(file);
  }
}

async function* csvRows({
  source,
  delimiter = ',',
  skip = 0,
  label,
  leftOut = [],
}: RowsFile): AsyncGenerator<PredictionRow> {
  const heldBack = new Set([...leftOut, ...(typeof label === 'number' ? [label] : [])]);
  let seen = 0;
  for await (const records of tableRecords(source, delimiter))
    for (const record of records) if (seen++ >= skip) yield csvRow(record, label, heldBack);
}

function csvRow(
  { cells, line }: CsvRecord,
  label: number | string | undefined,
  heldBack: ReadonlySet<number>,
): PredictionRow {
  const sent = cells.filter((_, index) => !heldBack.has(index));
  const own = typeof label === 'number' ? cells[label]?.trim() : undefined;
  return { line, input: sent.map(sentCell).join(','), ...(own !== undefined && !isMissing(own) && { label: own }) };
}

function sentCell(cell: string): string {
  const text = cell.trim();
  if (isMissing(text)) return '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* lineRows({ source, title, format, label }: RowsFile): AsyncGenerator<PredictionRow> {
  let line = 0;
  for await (const text of createInterface({ input: Readable.from(tableBytes(source)), crlfDelay: Infinity })) {
    line++;
    if (text.trim() === '') continue;
    yield format === 'libsvm' ? libsvmRow(text.trim(), line, label) : jsonRow(text, line, label, title);
  }
}

/** The label's place is kept with a 0 in it: what reads libsvm takes the first number of a line for it. */
function libsvmRow(text: string, line: number, label: number | string | undefined): PredictionRow {
  const [, own, rest] = /^(\S+)(\s.*)?$/.exec(text) ?? [];
  if (label === undefined || own === undefined || own.includes(':')) return { line, input: text };
  return { line, input: `0${rest ?? ''}`, label: own };
}

function jsonRow(text: string, line: number, label: number | string | undefined, title: string): PredictionRow {
  if (typeof label !== 'string') return { line, input: text.trim() };
  try {
    return withoutMember(JSON.parse(text), line, label);
  } catch (error) {
    throw new UserError(`${title} line ${line} is no JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** A list is a row for each of its elements, anything else one row. */
async function* jsonRows({ source, title, label }: RowsFile): AsyncGenerator<PredictionRow> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of tableBytes(source)) {
    pieces.push(piece);
    size += piece.length;
    if (size > mostJson) throw new UserError(`${title} is larger than 64 MB: write it as JSON Lines, one row a line.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.concat(pieces)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    throw new UserError(`${title} is no JSON: ${messageOf(error)}`, { cause: error });
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [index, item] of list.entries())
    yield typeof label === 'string'
      ? withoutMember(item, index + 1, label)
      : { line: index + 1, input: JSON.stringify(item) };
}

function withoutMember(value: unknown, line: number, name: string): PredictionRow {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
    return { line, input: JSON.stringify(value) };
  const { [name]: label, ...rest } = value as Record<string, unknown>;
  return { line, input: JSON.stringify(rest), label: typeof label === 'string' ? label : JSON.stringify(label) };
}
