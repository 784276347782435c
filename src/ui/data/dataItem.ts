import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import type { DataTarget } from './dataTarget.ts';

/** A row of the Data view. */
export class DataItem extends vscode.TreeItem {
  /** @param scope - Tells rows of the same place apart that stand in several branches. */
  constructor(
    readonly target: DataTarget,
    label: string,
    readonly parent: vscode.TreeItem | undefined,
    state: vscode.TreeItemCollapsibleState,
    readonly scope = '',
  ) {
    super(label, state);
    this.id = [scope, target.connectionId, target.kind, target.uri].join(' ');
  }
}

/** The last row of what has more than it shows. */
export class MoreItem extends vscode.TreeItem {
  constructor(
    readonly parent: vscode.TreeItem | undefined,
    shown: number,
  ) {
    super('Load more…');
    this.id = `more ${parent?.id ?? ''}`;
    this.description = `${shown.toLocaleString()} shown`;
    this.iconPath = new vscode.ThemeIcon('ellipsis');
    this.contextValue = 's3More';
    this.command = { command: commands.loadMoreData, title: 'Load more' };
    this.accessibilityInformation = { label: `Load more, ${shown} shown` };
  }
}
