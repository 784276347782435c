/** Rows with labels. Values are single precision, as in libxgboost. */
export interface DataMatrix {
  readonly rows: number;
  /** Features, without label and weight. */
  readonly columns: number;
  /** Row by row, `rows * columns` long; NaN is missing. */
  readonly values: Float32Array;
  readonly labels: Float32Array;
  readonly weights?: Float32Array;
}

/** One feature's present values in ascending order. */
export interface SortedColumn {
  readonly values: Float32Array;
  /** The row of each value. */
  readonly rows: Uint32Array;
  /** True when a value is missing and the present ones differ: then the default direction has to be learned. */
  readonly searchesForward: boolean;
}

/** Sorts every column once, before the first round. Rows of equal value keep their order, so that sums are repeatable. */
export function sortColumns(data: DataMatrix): SortedColumn[] {
  return Array.from({ length: data.columns }, (_, column) => {
    const rows: number[] = [];
    for (let row = 0; row < data.rows; row++) {
      if (!Number.isNaN(data.values[row * data.columns + column])) rows.push(row);
    }
    const valueOf = (row: number): number => data.values[row * data.columns + column] as number;
    const sorted = Uint32Array.from(rows).sort((a, b) => valueOf(a) - valueOf(b) || a - b);
    const values = Float32Array.from(sorted, valueOf);
    const searchesForward = sorted.length < data.rows && values[0] !== values.at(-1);
    return { values, rows: sorted, searchesForward };
  });
}
