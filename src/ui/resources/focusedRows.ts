import type { TreeItem } from 'vscode';
import type { SelectableView } from './selectedRows.ts';

/**
 * The rows that a key is meant for: the one in focus, with all that are selected where it is one of them. The editor tells nobody which row is in
 * focus: it is the one that goes or comes when the selection of the focus is toggled, which is done twice.
 * @param toggle - Selects the row in focus, or no longer (`list.toggleSelection`).
 * @returns The row in focus first.
 */
export async function focusedRows(view: Pick<SelectableView, 'selection'>, toggle: () => Thenable<unknown>) {
  const before = view.selection;
  await toggle();
  const after = view.selection;
  await toggle();
  const added = after.find((row) => !holds(before, row));
  if (added !== undefined) return [added];
  const focused = before.find((row) => !holds(after, row));
  return focused === undefined ? [] : [focused, ...before.filter((row) => row !== focused)];
}

/** A view that is drawn anew between the two has another object for the same row. */
const holds = (rows: readonly TreeItem[], row: TreeItem): boolean =>
  rows.some((each) => each === row || (row.id !== undefined && each.id === row.id));
