import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { DocumentFiles } from '../documentFiles.ts';
import { lifecycleScheme, readLifecycleUri, type LifecycleDocument } from './lifecycleUri.ts';

interface Script {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly modified: number;
}

/** The scripts of lifecycle configurations as documents: saving one changes the configuration. */
export class LifecycleFileSystem extends DocumentFiles {
  constructor(private readonly connections: ConnectionsModel) {
    super(lifecycleScheme);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, modified } = await this.read(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: modified, size: bytesOf(text).length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return bytesOf((await this.read(uri)).text);
  }

  override async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { saveLifecycleScript } = await import('./saveLifecycleScript.ts');
    await saveLifecycleScript(this.documentOf(uri), new TextDecoder().decode(content));
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  /** A script that the configuration does not have yet is an empty document. */
  private async read(uri: vscode.Uri): Promise<Script> {
    const { place, name, hook } = this.documentOf(uri);
    // A document that the editor opens again by itself asks nobody for a code.
    const { clients } = await place.sessions.connect({ quiet: true });
    const { readLifecycleScripts } = await import('../../sagemaker/notebooks/lifecycleScripts.ts');
    const { scripts, modified } = await readLifecycleScripts(clients, name);
    return { text: scripts[hook] ?? '', modified };
  }

  private documentOf(uri: vscode.Uri): LifecycleDocument {
    const document = readLifecycleUri(uri, this.connections);
    if (document === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return document;
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
