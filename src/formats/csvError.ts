/** Where and why a CSV cannot be read as numbers. The message is one sentence without the file's name. */
export class CsvError extends Error {
  override readonly name = 'CsvError';

  /**
   * @param problem - `header`: text in the first line; `text`: text elsewhere; `ragged`: a line with more or fewer cells.
   * @param line - Line of the file, from 1; blank lines count.
   * @param column - Cell of the line, from 1.
   * @param text - The cell as it stands there.
   */
  constructor(
    readonly problem: 'header' | 'text' | 'ragged',
    readonly line: number,
    readonly column: number,
    readonly text: string,
    message: string,
  ) {
    super(message);
  }
}
