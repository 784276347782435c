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

/** Sorts every column once, before the first round. */
export function sortColumns(data: DataMatrix): SortedColumn[] {
  return Array.from({ length: data.columns }, (_, column) => sortColumn(data, column));
}

/** The present values of a column, ascending. Rows of equal value keep their order, so that sums are repeatable. */
export function sortColumn(data: DataMatrix, column: number): SortedColumn {
  const valueOf = (row: number): number => data.values[row * data.columns + column] as number;
  let rows = new Uint32Array(data.rows);
  let present = 0;
  for (let row = 0; row < data.rows; row++) if (!Number.isNaN(valueOf(row))) rows[present++] = row;
  rows = sortByKey(rows.subarray(0, present), orderedBits(data, column));
  const values = new Float32Array(present);
  for (let at = 0; at < present; at++) values[at] = valueOf(rows[at] as number);
  return { values, rows, searchesForward: present < data.rows && values[0] !== values.at(-1) };
}

/** For each row the bits of its value, mapped so that they order as the numbers do. */
function orderedBits(data: DataMatrix, column: number): Uint32Array {
  const values = new Float32Array(data.rows);
  // Adding zero makes -0 and 0 one value.
  for (let row = 0; row < data.rows; row++) values[row] = (data.values[row * data.columns + column] as number) + 0;
  return new Uint32Array(values.buffer).map((bits) => (bits >= 0x80000000 ? ~bits : bits | 0x80000000));
}

/** Radix sort, eleven bits at a time: stable, and many times faster than comparing. */
function sortByKey(rows: Uint32Array<ArrayBuffer>, keys: Uint32Array): Uint32Array<ArrayBuffer> {
  const digit = 0x7ff;
  let from = rows;
  let to = new Uint32Array(rows.length);
  for (let shift = 0; shift < 32; shift += 11) {
    const starts = new Uint32Array(digit + 2);
    for (const row of from) {
      const bucket = (((keys[row] as number) >>> shift) & digit) + 1;
      starts[bucket] = (starts[bucket] as number) + 1;
    }
    for (let bucket = 1; bucket <= digit; bucket++) {
      starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
    }
    for (const row of from) {
      const bucket = ((keys[row] as number) >>> shift) & digit;
      const at = starts[bucket] as number;
      to[at] = row;
      starts[bucket] = at + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
