import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import { DataItem } from '../data/dataItem.ts';
import { requireTrust } from '../trust.ts';
import { focusedRows } from './focusedRows.ts';
import { ResourceItem } from './resourceItem.ts';
import type { SelectableView } from './selectedRows.ts';

/** **Delete Focused Row…**: what the Delete key does in a view, the *Delete…* that is for that row. @param views - By what the key names. */
export function deleteFocusedCommand(views: Readonly<Record<string, SelectableView>>) {
  return async (name: unknown): Promise<void> => {
    requireTrust('deleted');
    const view = typeof name === 'string' ? views[name] : undefined;
    if (view === undefined) return;
    const rows = await focusedRows(view, () => vscode.commands.executeCommand('list.toggleSelection'));
    const [row] = rows;
    const command = deletionOf(row);
    if (command !== undefined) await vscode.commands.executeCommand(command, row, rows);
  };
}

/** Headings, notes and variants are not deleted. */
function deletionOf(row: unknown): string | undefined {
  if (row instanceof DataItem) return commands.deleteData;
  if (!(row instanceof ResourceItem)) return undefined;
  return row.kind === 'endpoint' ? commands.deleteEndpoints : commands.remove;
}
