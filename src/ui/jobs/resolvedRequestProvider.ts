import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../shared/disposable.ts';

/** The scheme of documents that can be read and never need to be saved. */
const scheme = 'sagemaker-request';

/** Shows resolved requests in read-only editors. */
export class ResolvedRequestProvider extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changes = this.register(new vscode.EventEmitter<vscode.Uri>());

  readonly onDidChange = this.changes.event;

  constructor() {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '# Use "Show Resolved Request" on the definition again.\n';
  }

  /** Opens the request beside its definition, or brings the open one up to date. */
  async show(definitionPath: string, text: string): Promise<void> {
    const name = basename(definitionPath).replace(/\.training-job\.\w+$/, '');
    const uri = vscode.Uri.from({ scheme, path: `/${name}.request.yaml`, query: definitionPath });
    this.texts.set(uri.toString(), text);
    this.changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}
