import { RecordError } from '../fileFailure.ts';
import type { InputProcessor, OutputProcessor } from '../transformFile.ts';
import type { ColumnPath } from './columnPath.ts';
import { countsDiffer } from './countsDiffer.ts';

/** InputFilter of CSV. */
export class CsvInput implements InputProcessor {
  constructor(private readonly columns: ColumnPath) {}

  filterInput(record: Buffer): Buffer {
    return textOf(linesOf(record).map((line) => this.columns(cellsOf(line))));
  }
}

/** JoinSource and OutputFilter of CSV: a joined row has the columns of the input as it came, then those of the answer (contract, section 8). */
export class CsvOutput implements OutputProcessor {
  constructor(
    private readonly columns: ColumnPath,
    private readonly joins: boolean,
  ) {}

  combine(records: readonly Buffer[], answer: Buffer): Buffer {
    const answers = linesOf(answer).map(answerCells);
    if (!this.joins) return textOf(answers.map(this.columns));
    const inputs = records.flatMap(linesOf).map(cellsOf);
    if (inputs.length !== answers.length) throw countsDiffer(inputs.length, answers.length);
    return textOf(inputs.map((cells, at) => this.columns([...cells, ...(answers[at] ?? [])])));
  }
}

/** Bytes stand for themselves, whatever the encoding: only commas and quotes are looked at. */
const encoding = 'latin1';

function linesOf(text: Buffer): string[] {
  return text
    .toString(encoding)
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

const textOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map((row) => `${row.join(',')}\n`).join(''), encoding);

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

/** In the service's words (aws/amazon-sagemaker-examples issue 821). */
function answerCells(line: string): string[] {
  try {
    return cellsOf(line);
  } catch (error) {
    throw new RecordError(`Failed to parse output from the algorithm as CSV: ${shownOf(line)}`, { cause: error });
  }
}

const shownOf = (text: string): string => Buffer.from(text, encoding).toString('utf8').slice(0, 200);
