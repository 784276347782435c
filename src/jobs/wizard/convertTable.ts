import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { CsvRecord } from '../../formats/csvRecords.ts';
import { isMissing, isNumber } from '../../formats/tableHead.ts';
import { UserError } from '../../shared/errors.ts';
import { isHeldOut } from './heldOut.ts';
import { tableRecords } from './tableRecords.ts';

/** How a table becomes what SageMaker's algorithms read: numbers only, no header, the label first. */
export interface TableConversion {
  readonly source: string;
  /** How a person knows the source: its path in the workspace. */
  readonly title: string;
  readonly delimiter: string;
  /** Records before the first row. */
  readonly skip: number;
  /** Cells that each row must have. */
  readonly width: number;
  /** Which columns are kept, from 0, in the order of the output. */
  readonly columns: readonly { readonly index: number; readonly name: string }[];
  /** Whether the first of them is a label, which must always be there. */
  readonly hasLabel: boolean;
  /** The label's classes when it is text: each row gets the place of its class, from 0. */
  readonly classes?: readonly string[];
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

/**
 * Converts a table as a stream.
 * @throws UserError naming line and column of what is no number, or a system error.
 */
export async function convertTable(conversion: TableConversion): Promise<ConvertedTable> {
  const { source, title, delimiter, skip, trainPath, validationPath } = conversion;
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
  const numbers = new Map(conversion.classes?.map((name, index) => [name, String(index)]));
  const take = (record: CsvRecord): void => {
    const row = seen++ - skip;
    if (row < 0) return;
    const target = validation !== undefined && isHeldOut(row) ? 'validation' : 'train';
    lines[target].push(rowText(record, conversion, numbers));
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
    for await (const records of tableRecords(source, delimiter)) {
      records.forEach(take);
      await flush();
    }
    outputs.forEach((output) => output.end());
    await ended;
  } catch (error) {
    outputs.forEach((output) => output.destroy());
    await ended.catch(() => undefined); // the first error is the one to tell
    throw error;
  }
  if (counts.train === 0) throw new UserError(`${title} holds no rows to train on.`);
  if (validation !== undefined && counts.validation === 0)
    throw new UserError(`${title} has too few rows to hold some out; choose a file of its own for validation.`);
  return { trainRows: counts.train, validationRows: counts.validation };
}

function rowText(
  { cells, line }: CsvRecord,
  conversion: TableConversion,
  classes: ReadonlyMap<string, string>,
): string {
  const { width, columns, hasLabel, takesMissing, title } = conversion;
  if (cells.length !== width) {
    throw new UserError(`${title} line ${line} has ${cells.length} cells instead of ${width}: make all lines alike.`);
  }
  const values = columns.map(({ index, name }, position) => {
    const cell = cells[index]?.trim() ?? '';
    const at = `${title} line ${line}: '${name}'`;
    const isLabel = hasLabel && position === 0;
    if (isLabel && isMissing(cell))
      throw new UserError(`${at} is empty, but every row needs its label: remove the line.`);
    if (isLabel && conversion.classes !== undefined) {
      const number = classes.get(cell);
      if (number !== undefined) return number;
      throw new UserError(`${at} is '${cell.slice(0, 40)}', which is none of the classes; the file has changed.`);
    }
    if (isNumber(cell)) return cell;
    if (!isMissing(cell)) throw new UserError(`${at} is '${cell.slice(0, 40)}', not a number; leave that column out.`);
    if (!takesMissing) throw new UserError(`${at} is empty, and this algorithm takes no missing values: fill it in.`);
    return '';
  });
  return `${values.join(',')}\n`;
}
