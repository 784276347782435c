import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../shared/disposable.ts';
import { systemClock } from '../../shared/node/systemClock.ts';

const takesAtMost = 1_000;

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
    const name = basename(definitionPath).replace(/\.\w+$/, '');
    const uri = vscode.Uri.from({ scheme, path: `/${name}.request.yaml`, query: definitionPath });
    this.texts.set(uri.toString(), text);
    const isOpen = vscode.workspace.textDocuments.some((one) => one.uri.toString() === uri.toString());
    const updated = isOpen ? this.changed(uri) : undefined;
    this.changes.fire(uri);
    await updated;
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  /** Until the editor has taken in an open document's new text; where that is the old one, no longer than a moment. */
  private changed(uri: vscode.Uri): Promise<void> {
    return new Promise((resolve) => {
      const watch = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === uri.toString()) end();
      });
      const timer = systemClock.schedule(() => end(), takesAtMost);
      const end = (): void => {
        watch.dispose();
        timer.dispose();
        resolve();
      };
    });
  }
}
