import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import { Emitter } from '../../../../src/shared/emitter.ts';
import { SelectedRows } from '../../../../src/ui/resources/selectedRows.ts';

class View {
  visible = true;
  selection: readonly TreeItem[] = [];
  private readonly changes = new Emitter<never>();
  readonly onDidChangeSelection = this.changes.event;

  select(...rows: readonly TreeItem[]): void {
    this.selection = rows;
    this.changes.fire(undefined as never);
  }
}

describe('the selected rows', () => {
  const [job, object] = [{ label: 'job' }, { label: 'object' }];

  it('are those of the view that was last selected in, also of one that came later', () => {
    const [jobs, data] = [new View(), new View()];
    const selected = new SelectedRows([jobs]);
    selected.watch(data);
    jobs.select(job);
    assert.deepEqual(selected.argumentsOf([]), [undefined, [job]]);
    data.select(object);
    assert.deepEqual(selected.argumentsOf([]), [undefined, [object]]);
    assert.deepEqual(selected.argumentsOf([job]), [job]);
    data.visible = false;
    assert.deepEqual(selected.argumentsOf([]), [undefined, []]);
    selected.dispose();
  });
});
