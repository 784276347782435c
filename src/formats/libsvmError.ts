/** Where and why a text is no libsvm. The message is one sentence without the file's name. */
export class LibsvmError extends Error {
  override readonly name = 'LibsvmError';

  /**
   * @param problem - `label`: a line begins with none; `pair`: what follows is no `index:value`; `weight`: only some labels have one;
   * `group`: a `qid`.
   * @param line - Line of the file, from 1; blank lines count.
   */
  constructor(
    readonly problem: 'label' | 'pair' | 'weight' | 'group',
    readonly line: number,
    what: string,
  ) {
    super(`line ${line} ${what}`);
  }
}
