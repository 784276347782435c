import { RecordError } from '../fileFailure.ts';
import { chosenItems, parseJsonPath } from './jsonPath.ts';

/** Chooses cells of a row. @throws RecordError for a column that the row does not have. */
export type ColumnPath = (cells: readonly string[]) => readonly string[];

/** Of a path that leaves nothing out. */
export const everyColumn: ColumnPath = (cells) => cells;

/**
 * A filter of DataProcessing for CSV: each row is an array, so that only indices choose of it (developer guide).
 * @throws RecordError for a path that chooses no columns.
 */
export function columnPath(text: string): ColumnPath {
  const { steps } = parseJsonPath(text);
  const [step] = steps;
  if (step === undefined || (step.kind === 'all' && steps.length === 1)) return everyColumn;
  if (step.kind !== 'items' || steps.length > 1)
    throw new RecordError(
      `Invalid JsonPath: ${text}: a row of CSV is an array, of which only indices such as $[0], $[0,-1] or $[1:] choose columns`,
    );
  return (cells) => {
    const chosen = chosenItems(cells, step.items, text);
    if (chosen.length === 0) throw new RecordError(`The filter ${text} leaves nothing of ${cells.length} columns`);
    return chosen;
  };
}
