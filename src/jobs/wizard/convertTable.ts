import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvRecordReader, type CsvRecord } from '../../formats/csvRecords.ts';
import { isMissing, isNumber } from '../../formats/tableHead.ts';
import { UserError } from '../../shared/errors.ts';

/** How a table becomes what SageMaker's algorithms read: numbers only, no header, the label first. */
export interface TableConversion {
  readonly source: string;
  readonly delimiter: string;
  /** Records before the first row. */
  readonly skip: number;
  /** Cells that each row must have. */
  readonly width: number;
  /** Which columns are kept, from 0, in the order of the output. */
  readonly columns: readonly { readonly index: number; readonly name: string }[];
  /** Whether the first of them is a label, which must always be there. */
  readonly hasLabel: boolean;
  /** Whether the algorithm understands a missing value. */
  readonly takesMissing: boolean;
  readonly trainPath: string;
  /** Gets one row of every five; without it all rows are for training. */
  readonly validationPath?: string;
}

export interface ConvertedTable {
  readonly trainRows: number;
  readonly validationRows: number;
}

/** One row of so many is held out: 20 %. */
const blockSize = 5;

/**
 * The row of a block that is held out: scattered, so that a table with a rhythm does not put the same kind of row into every block's
 * place, and always the same, so that two runs can be compared (Knuth's multiplicative hash).
 */
function heldOutOf(block: number): number {
  return (Math.imul(block + 1, 0x9e3779b1) >>> 16) % blockSize;
}

/**
 * Converts a table as a stream.
 * @throws UserError naming line and column of what is no number, or a system error.
 */
export async function convertTable(conversion: TableConversion): Promise<ConvertedTable> {
  const { source, delimiter, skip, trainPath, validationPath } = conversion;
  const outputs = [trainPath, ...(validationPath === undefined ? [] : [validationPath])].map((path) =>
    createWriteStream(path),
  );
  const [train, validation] = outputs as [WriteStream, WriteStream?];
  const ended = Promise.all(outputs.map((output) => finished(output)));
  // It may fail before it is waited for, and is waited for in any case.
  ended.catch(() => undefined);
  const counts = { train: 0, validation: 0 };
  const lines = { train: [] as string[], validation: [] as string[] };
  let seen = 0;
  const take = (record: CsvRecord): void => {
    const row = seen++ - skip;
    if (row < 0) return;
    const isHeldOut = validation !== undefined && row % blockSize === heldOutOf(Math.floor(row / blockSize));
    const target = isHeldOut ? 'validation' : 'train';
    lines[target].push(rowText(record, conversion));
    counts[target]++;
  };
  const flush = async (): Promise<void> => {
    for (const [target, output] of [
      ['train', train],
      ['validation', validation],
    ] as const) {
      if (output === undefined || lines[target].length === 0) continue;
      if (!output.write(lines[target].join(''))) await Promise.race([once(output, 'drain'), ended]);
      lines[target] = [];
    }
  };
  try {
    const reader = new CsvRecordReader(delimiter);
    for await (const text of textOf(source)) {
      reader.push(text).forEach(take);
      await flush();
    }
    reader.end().forEach(take);
    await flush();
    outputs.forEach((output) => output.end());
    await ended;
  } catch (error) {
    outputs.forEach((output) => output.destroy());
    await ended.catch(() => undefined); // the first error is the one to tell
    throw error;
  }
  if (counts.train === 0) throw new UserError(`${source} holds no rows to train on.`);
  if (validation !== undefined && counts.validation === 0)
    throw new UserError(`${source} has too few rows to hold some out; choose a file of its own for validation.`);
  return { trainRows: counts.train, validationRows: counts.validation };
}

async function* textOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const bytes: AsyncIterable<Buffer> = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function rowText({ cells, line }: CsvRecord, conversion: TableConversion): string {
  const { width, columns, hasLabel, takesMissing, source } = conversion;
  if (cells.length !== width) {
    throw new UserError(`${source} line ${line} has ${cells.length} cells instead of ${width}: make all lines alike.`);
  }
  const values = columns.map(({ index, name }, position) => {
    const cell = cells[index]?.trim() ?? '';
    if (isNumber(cell)) return cell;
    const at = `${source} line ${line}: '${name}'`;
    if (!isMissing(cell)) throw new UserError(`${at} is '${cell.slice(0, 40)}', not a number; leave that column out.`);
    if (hasLabel && position === 0)
      throw new UserError(`${at} is empty, but every row needs its label: remove the line.`);
    if (!takesMissing) throw new UserError(`${at} is empty, and this algorithm takes no missing values: fill it in.`);
    return '';
  });
  return `${values.join(',')}\n`;
}
