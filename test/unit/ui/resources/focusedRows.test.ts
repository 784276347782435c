import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import { focusedRows } from '../../../../src/ui/resources/focusedRows.ts';

describe('the rows that a key is meant for', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((label): TreeItem => ({ label }));
  assert.ok(a && b && c);

  /** As the editor's `list.toggleSelection` does it. */
  const rowsOf = async (selected: readonly TreeItem[], focus: TreeItem | undefined) => {
    const view = { selection: selected };
    const rows = await focusedRows(view, async () => {
      if (focus === undefined) return;
      const others = view.selection.filter((row) => row !== focus);
      view.selection = others.length < view.selection.length ? others : [...others, focus];
    });
    assert.deepEqual(new Set(view.selection), new Set(selected), 'the selection is as it was');
    return rows;
  };

  it('are the one in focus, not those that were selected before', async () => {
    assert.deepEqual(await rowsOf([], a), [a]);
    assert.deepEqual(await rowsOf([a], a), [a]);
    assert.deepEqual(await rowsOf([a, b], c), [c]);
  });

  it('are all that are selected where the one in focus is among them, and it is first', async () =>
    assert.deepEqual(await rowsOf([a, b, c], b), [b, a, c]));

  it('are the one in focus also where the view is drawn anew meanwhile', async () => {
    const drawn = (id: string): TreeItem => ({ label: id, id });
    for (const [selected, focus, expected] of [
      [['a'], 'b', ['b']],
      [['a', 'b'], 'b', ['b', 'a']],
    ] as const) {
      const view = { selection: selected.map(drawn) };
      const rows = await focusedRows(view, async () => {
        const ids = view.selection.map(({ id }) => id).filter((id) => id !== undefined);
        view.selection = (ids.includes(focus) ? ids.filter((id) => id !== focus) : [...ids, focus]).map(drawn);
      });
      assert.deepEqual(
        rows.map(({ id }) => id),
        expected,
      );
    }
  });

  it('are none without a focus', async () => assert.deepEqual(await rowsOf([a], undefined), []));
});
