import type { ColumnPath } from './columnPath.ts';
import { RecordError } from './fileFailure.ts';
import type { RecordProcessor } from './transformFile.ts';

/** DataProcessing of CSV: a joined row has the columns of the input as it came, then those of the answer (contract, section 8). */
export class CsvProcessor implements RecordProcessor {
  constructor(
    private readonly input: ColumnPath,
    private readonly output: ColumnPath,
    private readonly joins: boolean,
  ) {}

  filterInput(record: Buffer): Buffer {
    const lines = linesOf(record).map((line) => this.input(cellsOf(line)).join(','));
    return Buffer.from(lines.map((line) => `${line}\n`).join(''));
  }

  combine(records: readonly Buffer[], answer: Buffer): Buffer {
    const answers = linesOf(answer);
    const inputs = this.joins ? records.flatMap(linesOf) : [];
    if (this.joins && inputs.length !== answers.length)
      throw new RecordError(
        `Fail to join data: mismatched line count between the input and the output (${inputs.length} and ${answers.length})`,
      );
    const rows = answers.map((line, at) => {
      const before = inputs[at];
      return [...(before === undefined ? [] : cellsOf(before)), ...cellsOf(line)];
    });
    return Buffer.from(rows.map((row) => `${this.output(row).join(',')}\n`).join(''));
  }
}

function linesOf(text: Buffer): string[] {
  return text
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** As they are written: a quoted cell keeps its quotes, and the commas between them. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells = [''];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    if (character === ',' && !quoted) cells.push('');
    else cells[cells.length - 1] += character;
  }
  return cells;
}
