import type { TableSurvey } from '../../formats/tableSurvey.ts';
import { mostValues } from '../../sagemaker/predictions/labelFacts.ts';
import { contentTypes, type RowFormat } from '../../sagemaker/predictions/rowFormat.ts';
import { idColumns, proposedLabel } from '../wizard/labelProposal.ts';
import type { RowsFile } from './readRows.ts';

/** A file of rows, as far as it was looked at. */
export interface SeenFile {
  /** Absolute path. */
  readonly path: string;
  readonly title: string;
  readonly format: RowFormat;
  /** Of CSV: all rows seen. */
  readonly table?: TableSurvey;
  /** Of other formats: how many rows there are, where the file is short enough to be counted at once. */
  readonly rows?: number;
  /** Of JSON: the members of the first row. Of libsvm whose lines begin with a label: `label`. */
  readonly members?: readonly string[];
}

/** What is known of rows that are to be sent; what is not answered yet is absent. */
export interface RowsAnswers {
  readonly file?: SeenFile;
  /** What is held back; null: nothing, all is sent. */
  readonly label?: number | string | null;
  /** Columns of CSV, from 0, that are not sent. */
  readonly leftOut?: readonly number[];
  readonly range?: RowRange;
  readonly contentType?: string;
}

/** A stretch of rows: the first one from 0. */
export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** More than this belong into a batch transform. */
export const mostInvokedRows = 50_000;

/** How many rows the file has, where that is known. */
export function rowCount({ table, rows }: SeenFile): number | undefined {
  return table?.rows ?? rows;
}

/** What may be the label, in the file's order. The only member of JSON's rows is what is sent. */
export function labelChoices({ table, format, members = [] }: SeenFile): (number | string)[] {
  if (table !== undefined) return table.columns.map((_, index) => index);
  return format !== 'libsvm' && members.length < 2 ? [] : [...members];
}

/**
 * What is probably the label: of a table with a header as *Train a Model…* proposes it, also where the file was made by it (no header, label
 * first); of JSON only a member that is named so.
 * @param trained - Columns that the model takes, where that is known: a table that has no more than those has no label.
 */
export function labelProposal(file: SeenFile, trained?: number): number | string | null {
  const { format, table, members = [] } = file;
  if (table !== undefined) {
    if (table.columns.length < 2) return null;
    const label = proposedLabel(table);
    const isWithout = trained !== undefined && sentBy(file, null) <= trained && sentBy(file, label) < trained;
    return isWithout ? null : label;
  }
  if (format === 'libsvm') return members[0] ?? null;
  return members.find((name) => /^(label|labels|target|targets|class|y|outcome)$/i.test(name)) ?? null;
}

/** Columns that are sent with a label, where what *Train a Model…* leaves out is left out. */
function sentBy(file: SeenFile, label: number | null): number {
  return sentColumns({ file, label, leftOut: unseenColumns({ file, label }) }).length;
}

/**
 * Why the rows are not what the model was trained on, as a sentence without its stop; undefined where they are, or nothing is known. As long as
 * it is not answered which columns are left out, either answer may be the right one.
 * @param trained - Columns that the model takes.
 */
export function columnsProblem(answers: RowsAnswers, trained: number | undefined): string | undefined {
  if (trained === undefined || answers.file?.table === undefined) return undefined;
  const leftOut = answers.leftOut === undefined ? [unseenColumns(answers), []] : [answers.leftOut];
  const possible = leftOut.map((columns) => sentColumns({ ...answers, leftOut: columns }).length);
  if (possible.includes(trained)) return undefined;
  // Whoever has nothing but texts sends them, or has the wrong file.
  const [least = 0, most = least] = [...new Set(possible)].filter((count) => count > 0 || possible.length === 1);
  return least === most ? columnsText(least, trained) : `${least} or ${columnsText(most, trained)}`;
}

/** That other columns are sent than the model takes. */
export function columnsText(sent: number, trained: number): string {
  return `${sent} ${sent === 1 ? 'column is' : 'columns are'} sent, but the model was trained on ${trained}`;
}

/** How the label is called, where there is one. */
export function labelNameOf({ file, label }: RowsAnswers): string | undefined {
  if (typeof label === 'string') return label;
  return typeof label === 'number' ? file?.table?.columns[label]?.name : undefined;
}

/** The different values of the label in the whole file, as many as are of use; undefined where they were not looked at. */
export function labelValuesOf({ file, label }: RowsAnswers): string[] | undefined {
  const column = typeof label === 'number' ? file?.table?.columns[label] : undefined;
  return column?.distinct.slice(0, mostValues);
}

/** Columns that a model trained by *Train a Model…* has not seen: running numbers and texts, the label aside. */
export function unseenColumns({ file, label }: RowsAnswers): number[] {
  const { table } = file ?? {};
  if (table === undefined) return [];
  const ids = new Set(idColumns(table));
  return table.columns.flatMap(({ kind }, index) =>
    index !== label && (kind === 'text' || ids.has(index)) ? [index] : [],
  );
}

/** Whether it goes by the label if there are such columns: the only one may be it. */
export function labelDecides(file: SeenFile): boolean {
  return unseenColumns({ file }).length === 1;
}

/** Names of what is sent. */
export function sentColumns({ file, label, leftOut = [] }: RowsAnswers): string[] {
  if (file?.table === undefined) return [file?.format === 'libsvm' ? 'features' : 'row'];
  return file.table.columns.flatMap(({ name }, index) => (index === label || leftOut.includes(index) ? [] : [name]));
}

/** How the rows are read. */
export function rowsFileOf({ file, label, leftOut }: RowsAnswers): RowsFile {
  const { path = '', title = '', format = 'csv', table } = file ?? {};
  return {
    source: path,
    title,
    format,
    ...(table && { delimiter: table.delimiter, skip: table.skip }),
    ...(typeof label === 'string' || typeof label === 'number' ? { label } : {}),
    ...(leftOut && { leftOut }),
  };
}

/** The content types to choose from, the usual one of the format first. */
export function contentTypeChoices(format: RowFormat, kept: string | undefined): string[] {
  const usual = [contentTypes[format], ...Object.values(contentTypes)];
  return [...new Set(kept === undefined ? usual : [kept, ...usual])];
}

/** Why a text is no stretch of rows, or the stretch: `1-100`, `250`. Rows are counted from 1. */
export function readRange(text: string, rows: number | undefined): RowRange | { readonly problem: string } {
  const [, first = '', , last = ''] = /^\s*(\d+)\s*((?:-|–|to)\s*(\d+))?\s*$/.exec(text) ?? [];
  if (first === '') return { problem: 'Rows are given as 101-200, or 101 for one row; the first is 1.' };
  const [from, to] = [Number(first), Number(last === '' ? first : last)];
  if (from < 1 || to < from) return { problem: 'The first row is 1, and the last is not before the first.' };
  if (rows !== undefined && from > rows) return { problem: `There are ${rows.toLocaleString('en-US')} rows only.` };
  const count = Math.min(to, rows ?? to) - from + 1;
  if (count > mostInvokedRows)
    return {
      problem: `At most ${mostInvokedRows.toLocaleString('en-US')} rows are sent at once; "Batch Transform…" takes any number.`,
    };
  return { from: from - 1, count };
}
