import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { colors } from '../contributions/ids.ts';
import { restrictedNote } from '../trust.ts';
import { listOfRow, rowScheme } from './rowUri.ts';
import { staleDataText, staleLists, type ListState } from './staleLists.ts';

/** How often an age is told anew, in milliseconds. */
const ageInterval = 30_000;

/** What the Data view says of how current it is: its message, and the grey of old rows. */
export class DataHead extends Disposable implements vscode.FileDecorationProvider {
  private readonly changes = this.register(new vscode.EventEmitter<undefined>());
  private stale: readonly string[] = [];
  private lists: readonly ListState[] = [];
  private lost: string | undefined;
  private aging: IDisposable | undefined;

  readonly onDidChangeFileDecorations = this.changes.event;

  constructor(
    private readonly tree: vscode.TreeView<vscode.TreeItem>,
    private readonly clock: Clock,
  ) {
    super();
    this.register(vscode.window.registerFileDecorationProvider(this));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.tell()));
    this.register({ dispose: () => this.aging?.dispose() });
  }

  /** There is a session, or another place: nothing is known yet. */
  clear(): void {
    this.lost = undefined;
    this.showLists([]);
  }

  /** @param lists - All that are on show. */
  showLists(lists: readonly ListState[]): void {
    this.lists = lists;
    this.tell();
  }

  /** There is no session; the rows are those of the last good answers. */
  showLost(reason: string): void {
    this.lost = reason;
    this.tell();
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== rowScheme || !this.stale.includes(listOfRow(uri))) return undefined;
    return { color: new vscode.ThemeColor(colors.stale), tooltip: 'Not up to date', propagate: false };
  }

  private tell(): void {
    this.aging?.dispose();
    const text = staleDataText(this.lists, this.lost, this.clock.now());
    // Of an empty view the welcome text says so, which a message would hide.
    this.tree.message = text || (this.lists.length > 0 ? restrictedNote() : '');
    const stale = staleLists(this.lists, this.lost !== undefined);
    const isSame = stale.length === this.stale.length && stale.every((uri, at) => uri === this.stale[at]);
    this.stale = stale;
    if (!isSame) this.changes.fire(undefined);
    if (stale.length > 0) this.aging = this.clock.schedule(() => this.tell(), ageInterval);
  }
}
