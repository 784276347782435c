import { maxSurveyed, type SurveyedColumn } from '../../formats/tableSurvey.ts';

/** What predicting a column means. */
export type Task =
  | { readonly kind: 'regression' }
  /** `names` where the classes are texts: the place of a name is the number that stands for it in the data. */
  | { readonly kind: 'classes'; readonly count: number; readonly names?: readonly string[] };

/** More different whole numbers than this are taken for amounts. */
const maxNumberClasses = 10;

export function taskOf(column: SurveyedColumn): Task {
  if (column.kind === 'text') {
    // The order of scikit-learn's LabelEncoder, which does not depend on the rows' order.
    const names = [...column.distinct].sort();
    return { kind: 'classes', count: names.length, names };
  }
  const count = numberedClasses(column.distinct.map(Number));
  return count === undefined ? { kind: 'regression' } : { kind: 'classes', count };
}

/** E.g. `regression` or `3 classes`. */
export function taskText(task: Task): string {
  if (task.kind === 'regression') return 'regression: a number is predicted';
  if (task.count > maxSurveyed) return `more than ${maxSurveyed.toLocaleString('en-US')} classes`;
  return `classification: ${task.count} ${task.count === 1 ? 'class' : 'classes'}`;
}

/** How many classes there are when the values are 0, 1, 2 without a gap, as SageMaker's algorithms number them. */
function numberedClasses(values: readonly number[]): number | undefined {
  if (values.length < 2 || values.length > maxNumberClasses) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.every((value, index) => value === index) ? sorted.length : undefined;
}
