/** Columns of editors, numbered from 1 as `vscode.ViewColumn` numbers them. */
export interface EditorColumns {
  /** That of the text editor in use; undefined when none is. */
  readonly editor: number | undefined;
  /** Those that show a panel of a training job. */
  readonly panels: readonly number[];
  /** All there are, from left to right. */
  readonly all: readonly number[];
}

/**
 * Where a new panel goes: to the other panels, else beside the text in use, in the nearest column that is there already. It never covers that text.
 * @returns Undefined when only a new column would do.
 */
export function panelColumn({ editor, panels, all }: EditorColumns): number | undefined {
  if (editor === undefined) return panels[0];
  const isOther = (column: number): boolean => column !== editor;
  return panels.find(isOther) ?? all.find((column) => column > editor) ?? all.findLast(isOther);
}
