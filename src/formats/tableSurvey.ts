import type { CsvRecord } from './csvRecords.ts';
import { isMissing, isNumber, type TableColumn, type TableHead } from './tableHead.ts';

/** A column of a delimited file, all rows seen. */
export interface SurveyedColumn extends TableColumn {
  /** Rows without a value, and the line of the first of them. */
  readonly missing: number;
  readonly firstMissingLine?: number;
  /** Whether every row has the whole number after the one above it, as a running number does. */
  readonly isRunning: boolean;
}

/** A delimited file, all rows seen. */
export interface TableSurvey extends TableHead {
  readonly rows: number;
  readonly columns: readonly SurveyedColumn[];
}

/** More different values than this are not told apart. */
export const maxSurveyed = 1_000;

/** Sees every record of a table once, in bounded memory. */
export class TableSurveyor {
  private readonly columns: ColumnSurveyor[];
  private seen = 0;

  /** @param head - What the first bytes of the same file told. */
  constructor(private readonly head: TableHead) {
    this.columns = head.columns.map(({ name }) => new ColumnSurveyor(name));
  }

  /** @returns Whether the record has as many cells as the table has columns. */
  add({ cells, line }: CsvRecord): boolean {
    if (this.seen++ < this.head.skip) return true;
    if (cells.length !== this.columns.length) return false;
    this.columns.forEach((column, index) => column.add(cells[index] ?? '', line));
    return true;
  }

  result(): TableSurvey {
    const columns = this.columns.map((column) => column.result());
    return { ...this.head, rows: Math.max(0, this.seen - this.head.skip), columns };
  }
}

class ColumnSurveyor {
  private readonly distinct = new Set<string>();
  private firstText: string | undefined;
  private missing = 0;
  private firstMissingLine: number | undefined;
  private isRunning = true;
  private last: number | undefined;

  constructor(private readonly name: string) {}

  add(cell: string, line: number): void {
    const value = cell.trim();
    if (isMissing(value)) {
      this.missing++;
      this.firstMissingLine ??= line;
      this.isRunning = false;
      return;
    }
    if (this.firstText === undefined && !isNumber(value)) this.firstText = value;
    // One more than is told apart, so that too many can be told from just enough.
    if (this.distinct.size <= maxSurveyed) this.distinct.add(value);
    if (!this.isRunning) return;
    const number = Number(value);
    this.isRunning = Number.isInteger(number) && (this.last === undefined || number === this.last + 1);
    this.last = number;
  }

  result(): SurveyedColumn {
    const { name, firstText, missing, firstMissingLine, isRunning, last } = this;
    return {
      name,
      kind: firstText === undefined ? 'number' : 'text',
      ...(firstText !== undefined && { firstText }),
      distinct: [...this.distinct],
      missing,
      ...(firstMissingLine !== undefined && { firstMissingLine }),
      isRunning: isRunning && last !== undefined,
    };
  }
}
