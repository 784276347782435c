import type { PredictionsModel } from './predictionsModel.ts';

/** Rows are written in pieces of this many, so that the editor's other extensions do not wait for a large file. */
const piece = 500;

/**
 * The rows beside their answers as a table: line, what was sent, label, prediction, and why there is none.
 * @param format - CSV for files (RFC 4180), or tabs for a spreadsheet's clipboard.
 */
export function* predictionsText(model: PredictionsModel, format: 'csv' | 'tabs'): Generator<string> {
  const { columns, labelName } = model.subject;
  const hasProblems = model.progress.failed > 0;
  const hasVerdicts = model.score !== undefined;
  const line = (cells: readonly string[]): string =>
    format === 'csv' ? `${cells.map(csvCell).join(',')}\r\n` : `${cells.map(tabCell).join('\t')}\n`;
  yield line([
    'line',
    ...columns,
    ...(labelName === undefined ? [] : [labelName]),
    'prediction',
    ...(hasVerdicts ? [model.score?.score.kind === 'regression' ? 'difference' : 'class'] : []),
    ...(hasProblems ? ['problem'] : []),
  ]);
  for (let start = 0; start < model.rows.length; start += piece) {
    const rows = model.page(start, piece, 'file');
    yield rows
      .map(({ line: number, cells, label = '', answer = '', verdict = '', problem = '' }) =>
        line([
          String(number),
          ...columns.map((_, index) => cells[index] ?? ''),
          ...(labelName === undefined ? [] : [label]),
          answer,
          ...(hasVerdicts ? [verdict.replace(/^\+|, (right|wrong)$/g, '')] : []),
          ...(hasProblems ? [problem] : []),
        ]),
      )
      .join('');
  }
}

/** As it is, so that what reads it gets the same. */
const csvCell = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const tabCell = (cell: string): string => cell.replace(/[\t\r\n]+/g, ' ');
