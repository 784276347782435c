/** A row of a resource, as far as this is about it. */
interface StaleRow {
  tellStale(isSaid: boolean): boolean;
}

/**
 * Says aloud of rows that they are not up to date, where others of their view are: of a view that is stale as a whole its message says so, once.
 * @param shown - All rows of the view's groups.
 * @returns The rows of which something else is said now.
 */
export function toldStale<R extends StaleRow, S extends StaleRow>(
  rows: readonly R[],
  shown: readonly S[],
  isStale: (row: R | S) => boolean,
): R[] {
  const isWhole = shown.every(isStale);
  return rows.filter((row) => row.tellStale(!isWhole && isStale(row)));
}
