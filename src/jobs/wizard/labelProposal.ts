import { maxSurveyed, type SurveyedColumn, type TableSurvey } from '../../formats/tableSurvey.ts';

const usualLabel = /^(label|labels|target|targets|class|classes|y|outcome|medv|species|diagnosis)$/i;
const usualId = /^(id|idx|index|row|row[_ ]?(no|number)|.+[_ ]id|unnamed: \d+|column 1)$/i;
/** Such as `PassengerId`. */
const joinedId = /[a-z]I[dD]$/;

/** Columns, from 0, that only number the rows: named as such, with the whole numbers one after the other. */
export function idColumns({ columns, hasHeader }: TableSurvey): number[] {
  // Without a header nobody named anything.
  if (!hasHeader) return [];
  return columns.flatMap(({ name, isRunning }, index) =>
    isRunning && (usualId.test(name) || joinedId.test(name)) ? [index] : [],
  );
}

/**
 * The column, from 0, that is probably to be predicted: one that is named so, else the last one of a table with a header; SageMaker's own
 * tables have no header and the label first. Never a running number, nor text that hardly repeats.
 */
export function proposedLabel(table: TableSurvey): number {
  const ids = idColumns(table);
  const fitting = table.columns.flatMap((column, index) =>
    ids.includes(index) || !canBeLabel(column, table.rows) ? [] : [index],
  );
  const named = fitting.findLast((index) => usualLabel.test(table.columns[index]?.name ?? ''));
  if (table.hasHeader) return named ?? fitting.at(-1) ?? 0;
  const texts = fitting.filter((index) => table.columns[index]?.kind === 'text');
  return texts.length === 1 ? (texts[0] ?? 0) : (fitting[0] ?? 0);
}

function canBeLabel({ kind, distinct, missing }: SurveyedColumn, rows: number): boolean {
  if (missing === rows) return false;
  return kind === 'number' || (distinct.length <= maxSurveyed && distinct.length <= Math.max(2, rows / 2));
}
