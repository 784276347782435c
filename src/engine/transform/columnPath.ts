import { RecordError } from './fileFailure.ts';

/** Chooses cells of a row. */
export type ColumnPath = (cells: readonly string[]) => readonly string[];

/**
 * A filter of DataProcessing for CSV, whose rows are arrays: `$`, `$[*]`, `$[i]`, `$[i,j]` and `$[a:b]`, counted from 0, or from the end where negative.
 * A slice ends before its end, as in JSONPath (Goessner); the developer guide has examples of both readings.
 * @returns Undefined for a path that does not choose columns.
 */
export function columnPath(path: string): ColumnPath | undefined {
  const text = path.replace(/\s+/g, '');
  if (text === '$' || text === '$[*]') return (cells) => cells;
  const slice = /^\$\[(-?\d+)?:(-?\d+)?\]$/.exec(text);
  if (slice !== null) {
    const [start, end] = [slice[1], slice[2]].map((bound) => (bound === undefined ? undefined : Number(bound)));
    return (cells) => cells.slice(start, end);
  }
  const list = /^\$\[(-?\d+(?:,-?\d+)*)\]$/.exec(text);
  if (list?.[1] === undefined) return undefined;
  const indices = list[1].split(',').map(Number);
  return (cells) =>
    indices.map((index) => {
      const cell = cells.at(index);
      if (cell !== undefined) return cell;
      throw new RecordError(`The filter ${path} names column ${index} of a record that has ${cells.length} columns`);
    });
}
