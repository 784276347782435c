import type { TreeItem, TreeView } from 'vscode';
import { Disposable } from '../../shared/disposable.ts';

/** A view whose rows can be selected. */
export type SelectableView = Pick<TreeView<TreeItem>, 'selection' | 'visible' | 'onDidChangeSelection'>;

/** The rows that are selected in the view that was last selected in: what the palette offers first. */
export class SelectedRows extends Disposable {
  private last: SelectableView | undefined;

  constructor(views: readonly SelectableView[]) {
    super();
    for (const view of views) this.watch(view);
  }

  /** Also of a view that is made later. */
  watch(view: SelectableView): void {
    this.register(view.onDidChangeSelection(() => (this.last = view)));
  }

  /** What a command is called with: from the palette, which says nothing, with what is selected and without the row of a menu. */
  argumentsOf(given: readonly unknown[]): readonly unknown[] {
    return given.length === 0 ? [undefined, this.rows] : given;
  }

  /** None where the view is not on the screen: nobody would know what is meant. */
  get rows(): readonly TreeItem[] {
    return this.last?.visible === true ? this.last.selection : [];
  }
}
