import type { TreeItem, TreeView } from 'vscode';

/**
 * Goes on from a chosen *Load more…* to the first row that it brought; who has gone elsewhere meanwhile stays there.
 * @param chosen - What was selected then.
 */
export async function goOn(
  tree: Pick<TreeView<TreeItem>, 'selection' | 'reveal'>,
  chosen: TreeItem | undefined,
  next: TreeItem | undefined,
): Promise<void> {
  // Behind the last page there is no such row, and none is selected.
  const [now = chosen] = tree.selection;
  if (next !== undefined && now?.id === chosen?.id) await tree.reveal(next, { select: true, focus: true });
}
