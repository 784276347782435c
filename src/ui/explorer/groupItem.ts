import * as vscode from 'vscode';

/** A heading in a tree, which opens into the rows of its group. */
export class GroupItem extends vscode.TreeItem {
  /** @param id - Of the group, once in its tree. */
  constructor(id: string, label: string, isOpen: boolean) {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    super(label, isOpen ? Expanded : Collapsed);
    this.id = `group ${id}`;
    this.contextValue = 'group';
  }

  /** Whether the user closed it, or has not opened it. */
  get isClosed(): boolean {
    return this.collapsibleState === vscode.TreeItemCollapsibleState.Collapsed;
  }

  /** @param count - How many there are, as far as known. @returns Whether the row looks different now. */
  show(count: string): boolean {
    if (this.description === count) return false;
    this.description = count;
    const label = typeof this.label === 'string' ? this.label : '';
    this.accessibilityInformation = { label: count === '' ? label : `${label}, ${count}` };
    return true;
  }
}

/** The last row of a group that has more than it shows. */
export class LoadMoreItem extends vscode.TreeItem {
  /** @param command - Takes no argument: VS Code drops those of a row that is redrawn while it is clicked. */
  constructor(
    readonly group: string,
    command: string,
  ) {
    super('Load more…');
    this.id = `more ${group}`;
    this.contextValue = 'loadMore';
    this.iconPath = new vscode.ThemeIcon('ellipsis');
    this.command = { command, title: 'Load more' };
  }
}

/** The row of a view that has nothing to show, because a list failed. */
export class TryAgainItem extends vscode.TreeItem {
  /** @param command - Takes no argument, as that of `LoadMoreItem`. */
  constructor(command: string) {
    super('Try Again');
    this.id = 'try again';
    this.contextValue = 'tryAgain';
    this.iconPath = new vscode.ThemeIcon('refresh');
    this.command = { command, title: 'Try Again' };
  }
}
