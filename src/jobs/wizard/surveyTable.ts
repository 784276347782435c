import { csvHeadLength } from '../../formats/csvHead.ts';
import { readTableHead, type TableHead } from '../../formats/tableHead.ts';
import { TableSurveyor, type TableSurvey } from '../../formats/tableSurvey.ts';
import { codeOf, messageOf, UserError } from '../../shared/errors.ts';
import { tableBytes, tableRecords } from './tableRecords.ts';
import { textProblem } from './textProblem.ts';

/** A table to look at. */
export interface TableToSurvey {
  readonly source: string;
  /** How a person knows the file: its path in the workspace. */
  readonly title: string;
}

/**
 * Reads a delimited file once, all of it.
 * @throws UserError saying why it is no table with rows to train on: empty, a header alone, lines of different lengths, unreadable.
 */
export async function surveyTable({ source, title }: TableToSurvey): Promise<TableSurvey> {
  try {
    const head = await headOf(source, title);
    const surveyor = new TableSurveyor(head);
    for await (const records of tableRecords(source, head.delimiter)) {
      const odd = records.find((record) => !surveyor.add(record));
      if (odd === undefined) continue;
      const { cells, line } = odd;
      throw new UserError(
        `${title} line ${line} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} instead of ${head.columns.length}: make all lines alike.`,
      );
    }
    return surveyor.result();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code.startsWith('Z_'))
      throw new UserError(`${title} is no whole gzip file: pack it again, or unpack it.`, { cause: error });
    throw new UserError(`${title} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function headOf(source: string, title: string): Promise<TableHead> {
  const pieces: Buffer[] = [];
  let length = 0;
  let isWhole = true;
  for await (const piece of tableBytes(source)) {
    pieces.push(piece);
    length += piece.length;
    if (length < csvHeadLength) continue;
    isWhole = false;
    break;
  }
  const bytes = Buffer.concat(pieces);
  const problem = textProblem(bytes, title);
  if (problem !== undefined) throw new UserError(problem);
  const head = readTableHead(bytes, isWhole);
  if (head === undefined) throw new UserError(`${title} is empty: choose a file with data.`);
  if (head.isHeaderOnly) throw new UserError(`${title} has a header and no rows: choose a file with data.`);
  return head;
}
