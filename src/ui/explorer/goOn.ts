import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock.ts';

/** Who waited longer than this, in milliseconds, does something else meanwhile. */
const longestWait = 2_000;

/**
 * Loads what a chosen *Load more…* stands for, and goes on to the first row that it brought; who has turned to something else meanwhile stays
 * there.
 * @param load - Gives that row; none behind the last page.
 */
export async function goOnAfter(
  tree: vscode.TreeView<vscode.TreeItem>,
  clock: Clock,
  load: () => Promise<vscode.TreeItem | undefined>,
): Promise<void> {
  const [chosen] = tree.selection;
  const began = clock.now();
  let hasLeft = false;
  const leave = (): void => void (hasLeft = true);
  const moves = [
    vscode.window.onDidChangeActiveTextEditor(leave),
    vscode.window.onDidChangeTextEditorSelection(leave),
    tree.onDidChangeVisibility(leave),
  ];
  try {
    const next = await load();
    // A row that is gone leaves none selected.
    const [now = chosen] = tree.selection;
    const isHere = !hasLeft && now?.id === chosen?.id && clock.now() - began <= longestWait;
    if (next !== undefined && isHere) await tree.reveal(next, { select: true, focus: true });
  } finally {
    moves.forEach((move) => void move.dispose());
  }
}
