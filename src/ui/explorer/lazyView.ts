import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { views } from '../contributions/ids.ts';
import type { ResourceTreeProvider } from './resourceTreeProvider.ts';
import type { ViewSpec } from './viewSpecs.ts';

/** A view whose code is loaded when it is first seen, or when there is a session whose jobs its badge can count. */
export class LazyView<P extends ResourceTreeProvider = ResourceTreeProvider>
  extends Disposable
  implements vscode.TreeDataProvider<vscode.TreeItem>
{
  private readonly changes = this.register(new vscode.EventEmitter<vscode.TreeItem[] | undefined>());
  readonly tree: vscode.TreeView<vscode.TreeItem>;
  private loaded: Promise<P> | undefined;
  private waiting: IDisposable | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    readonly view: ViewSpec['view'],
    connections: ConnectionsModel,
    private readonly load: (tree: vscode.TreeView<vscode.TreeItem>) => Promise<P>,
  ) {
    super();
    const options = { treeDataProvider: this, canSelectMany: true };
    this.tree = this.register(vscode.window.createTreeView<vscode.TreeItem>(views[view], options));
    this.register(connections.onDidSwitch(() => this.await(connections)));
    this.register({ dispose: () => this.waiting?.dispose() });
    this.await(connections);
  }

  /** What stands behind the view, loaded when it is first wanted. */
  provider(): Promise<P> {
    this.waiting?.dispose();
    this.loaded ??= this.load(this.tree).then((provider) => {
      this.register(provider);
      this.register(provider.onDidChangeTreeData((changed) => this.changes.fire(changed)));
      return provider.start();
    });
    return this.loaded;
  }

  getTreeItem(element: vscode.TreeItem): vscode.TreeItem {
    return element;
  }

  async getChildren(element?: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    return (await this.provider()).getChildren(element);
  }

  async getParent(element: vscode.TreeItem): Promise<vscode.TreeItem | undefined> {
    return (await this.provider()).getParent(element);
  }

  async resolveTreeItem(item: vscode.TreeItem): Promise<vscode.TreeItem> {
    return (await this.provider()).resolveTreeItem(item);
  }

  private await({ active: { sessions } }: ConnectionsModel): void {
    if (this.loaded !== undefined) return;
    this.waiting?.dispose();
    this.waiting = sessions.onDidChange(() => void this.provider());
    if (sessions.current !== undefined) void this.provider();
  }
}
