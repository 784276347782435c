import { RecordError } from '../fileFailure.ts';
import { everyColumn, type ColumnPath } from './columnPath.ts';
import { joinRecords } from './joinRecords.ts';
import type { InputProcessor, OutputProcessor } from './processors.ts';
import { TextPieces } from './textPieces.ts';

/** InputFilter of CSV. */
export class CsvInput implements InputProcessor {
  constructor(private readonly columns: ColumnPath) {}

  filterInput(records: Iterable<Buffer>): Buffer {
    const text = new TextPieces(encoding);
    for (const line of linesOfAll(records)) text.add(`${chosenOf(line, this.columns)}\n`);
    return text.bytes();
  }
}

/** JoinSource and OutputFilter of CSV: a joined row has the columns of the input as it came, then those of the answer (contract, section 8). */
export class CsvOutput implements OutputProcessor {
  constructor(
    private readonly columns: ColumnPath,
    private readonly joins: boolean,
  ) {}

  combine(records: Iterable<Buffer>, answer: Buffer): Buffer {
    const text = new TextPieces(encoding);
    const add = (line: string): void => text.add(`${chosenOf(line, this.columns)}\n`);
    const answers = answersOf(answer);
    if (this.joins) joinRecords(inputsOf(records), answers, (input, output) => add(`${input},${output}`));
    else for (const line of answers) add(line);
    return text.bytes();
  }
}

/** Bytes stand for themselves, whatever the encoding: only commas and quotes are looked at. */
const encoding = 'latin1';
const newline = 10;
const carriageReturn = 13;

/** A quoted line break ends a line too: batch transform does not take embedded newlines (developer guide, Use Batch Transform). */
function* linesOf(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    const last = end === found && bytes[end - 1] === carriageReturn ? end - 1 : end;
    if (last > start) yield bytes.toString(encoding, start, last);
    start = end + 1;
  }
}

function* linesOfAll(records: Iterable<Buffer>): Generator<string> {
  for (const record of records) yield* linesOf(record);
}

function* inputsOf(records: Iterable<Buffer>): Generator<string> {
  for (const line of linesOfAll(records)) {
    checkCells(line);
    yield line;
  }
}

/** @throws RecordError in the service's words (aws/amazon-sagemaker-examples issue 821). */
function* answersOf(answer: Buffer): Generator<string> {
  for (const line of linesOf(answer)) {
    try {
      checkCells(line);
    } catch (error) {
      throw new RecordError(`Failed to parse output from the algorithm as CSV: ${shownOf(line)}`, { cause: error });
    }
    yield line;
  }
}

/** A line of which nothing is left out stays the text that it is: its cells would be most of the work. */
function chosenOf(line: string, columns: ColumnPath): string {
  if (columns !== everyColumn) return columns(cellsOf(line)).join(',');
  checkCells(line);
  return line;
}

/** @throws RecordError */
function checkCells(line: string): void {
  if (line.includes('"')) cellsOf(line);
}

/** A field of RFC 4180, and what must follow it. */
const field = /(?:"[^"]*(?:""[^"]*)*"|[^",]*)(?=,|$)/y;

/**
 * The cells as they are written: a quoted one keeps its quotes, and the commas between them.
 * @throws RecordError in the service's words (aws/amazon-sagemaker-examples issue 1620) for a line that is not CSV.
 */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (field.lastIndex = 0; ; field.lastIndex++) {
    const at = field.lastIndex;
    const cell = field.exec(line)?.[0];
    if (cell === undefined) {
      const shown = shownOf(line);
      const near = shownOf(line.slice(at));
      throw new RecordError(`Failed to parse line: '${shown}' as CSV: bare " in non quoted field found near: ${near}`);
    }
    cells.push(cell);
    field.lastIndex = at + cell.length;
    if (field.lastIndex >= line.length) return cells;
  }
}

const shownOf = (text: string): string => Buffer.from(text, encoding).toString('utf8').slice(0, 200);
