import { maxSurveyed, type SurveyedColumn, type TableSurvey } from '../../formats/tableSurvey.ts';
import { tableReadingOf } from './algorithmChoices.ts';
import { heldOutRows } from './heldOut.ts';
import { featuresOf, labelOf, type TrainAnswers } from './trainAnswers.ts';

/**
 * Why a model cannot be trained of the table as answered so far, as one sentence.
 * @param title - The table's file, as a person knows it.
 */
export function tableProblem(answers: TrainAnswers, title: string): string | undefined {
  const { what, table } = answers;
  const reading = what && tableReadingOf(what);
  if (table === undefined || reading === undefined) return undefined;
  const label = labelOf(answers);
  const features = featuresOf(answers);
  const column = label === undefined ? undefined : table.columns[label];
  if (column !== undefined) {
    const problem = labelProblem(column, title);
    if (problem !== undefined) return problem;
  }
  if (features.length === 0) {
    const rest = column === undefined ? 'No column' : `No column besides '${column.name}'`;
    return `${rest} of ${title} holds numbers to learn from: turn text into numbers first.`;
  }
  return reading.takesMissing ? undefined : gapProblem(table, features, title);
}

function labelProblem(column: SurveyedColumn, title: string): string | undefined {
  const { name, kind, distinct, missing } = column;
  if (missing > 0) {
    const rows = missing === 1 ? '1 row' : `${missing.toLocaleString('en-US')} rows`;
    return `${title}: '${name}' is empty in ${rows}, first in line ${column.firstMissingLine}; every row needs its label: remove those.`;
  }
  if (kind === 'number') return undefined;
  if (distinct.length > maxSurveyed)
    return `${title}: '${name}' is text with more than ${maxSurveyed.toLocaleString('en-US')} different values, e.g. '${distinct[0]}', too many for classes.`;
  if (distinct.length < 2) return `${title}: '${name}' is always '${distinct[0]}', so there is nothing to learn.`;
  return undefined;
}

function gapProblem(table: TableSurvey, features: readonly number[], title: string): string | undefined {
  const index = features.find((one) => (table.columns[one]?.missing ?? 0) > 0);
  const column = index === undefined ? undefined : table.columns[index];
  if (column === undefined) return undefined;
  return `${title} line ${column.firstMissingLine}: '${column.name}' is empty, and this algorithm takes no missing values: fill it in.`;
}

/** Why no rows can be held out; undefined when they can. */
export function holdOutProblem({ rows }: TableSurvey, title: string): string | undefined {
  const heldOut = heldOutRows(rows);
  if (heldOut > 0 && heldOut < rows) return undefined;
  const count = rows === 1 ? '1 row' : `${rows} rows`;
  return `${title} has ${count}, too few to hold some out: choose a file of its own, or none.`;
}

/** Why a second table cannot be used beside the training data, as one sentence. */
export function secondTableProblem(answers: TrainAnswers, second: TableSurvey, title: string): string | undefined {
  const { what, table } = answers;
  const reading = what && tableReadingOf(what);
  if (table === undefined || reading === undefined) return undefined;
  if (second.columns.length !== table.columns.length) {
    return `${title} has ${second.columns.length} columns and the training data have ${table.columns.length}: both must have the same.`;
  }
  const label = labelOf(answers);
  const features = featuresOf(answers);
  const text = features.map((index) => second.columns[index]).find((column) => column?.kind === 'text');
  if (text !== undefined)
    return `${title}: '${text.name}' is '${text.firstText}', not a number as in the training data.`;
  const own = label === undefined ? undefined : second.columns[label];
  const trained = label === undefined ? undefined : table.columns[label];
  if (own !== undefined && trained !== undefined) {
    if (own.missing > 0)
      return `${title} line ${own.firstMissingLine}: '${own.name}' is empty, but every row needs its label.`;
    const known = new Set(trained.distinct);
    const unknown = own.distinct.find((value) => !known.has(value));
    if (trained.kind === 'text' && unknown !== undefined)
      return `${title}: '${own.name}' is '${unknown.slice(0, 40)}', a class that the training data do not have.`;
    if (trained.kind === 'number' && own.kind === 'text')
      return `${title}: '${own.name}' is '${own.firstText}', not a number as in the training data.`;
  }
  return reading.takesMissing ? undefined : gapProblem(second, features, title);
}
