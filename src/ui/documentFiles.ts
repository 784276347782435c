import * as vscode from 'vscode';
import { Disposable } from '../shared/disposable.ts';

/** Documents of a scheme that stand somewhere else than on a disk: each is a file by itself, and nothing is made, moved or deleted beside it. */
export abstract class DocumentFiles extends Disposable implements vscode.FileSystemProvider {
  protected readonly changes = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>());

  readonly onDidChangeFile = this.changes.event;

  constructor(scheme: string, options: { readonly isReadonly?: boolean } = {}) {
    super();
    this.register(vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true, ...options }));
  }

  abstract stat(uri: vscode.Uri): Promise<vscode.FileStat>;

  abstract readFile(uri: vscode.Uri): Promise<Uint8Array>;

  writeFile(...[uri]: [uri: vscode.Uri, content: Uint8Array]): Promise<void> {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  /** Nothing tells when a document is changed elsewhere. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
