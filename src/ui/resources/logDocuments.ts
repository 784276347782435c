import * as vscode from 'vscode';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import { Disposable } from '../../shared/disposable.ts';
import type { UiParts } from '../parts.ts';
import type { OpenLog } from './openLog.ts';
import { logAddress, logScheme } from './logUri.ts';

/** So near the end the reader follows it. */
const nearEnd = 3;

/** Logs as read-only documents, which grow while their resource runs and they are on the screen. */
export class LogDocuments extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly open = new Map<string, Promise<OpenLog>>();
  private readonly changes = this.register(new vscode.EventEmitter<vscode.Uri>());

  readonly onDidChange = this.changes.event;

  constructor(private readonly parts: Pick<UiParts, 'connections' | 'clock' | 'log'>) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(logScheme, this));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.showVisible()));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri.toString())));
    this.register({ dispose: () => [...this.open.keys()].forEach((key) => this.close(key)) });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      const log = await this.logOf(uri);
      return log === undefined ? 'This is no address of a log.\n' : await log.text();
    } catch (error) {
      this.parts.log.error(`Reading the log ${uri.path}`, error);
      return `This log could not be read: ${reasonText(error)}\n`;
    }
  }

  /** Shows the end of a log; it follows while one looks at the end. */
  async show(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    reveal(editor);
    this.showVisible();
  }

  private async logOf(uri: vscode.Uri): Promise<OpenLog | undefined> {
    const key = uri.toString();
    const address = logAddress(uri);
    if (address === undefined) return undefined;
    const known = this.open.get(key);
    if (known !== undefined) return known;
    const { connections, clock } = this.parts;
    const made = import('./openLog.ts').then(
      ({ OpenLog }) => new OpenLog(address, connections.placeOf(address.choice), clock, () => this.grown(uri)),
    );
    this.open.set(key, made);
    return made;
  }

  /** Whoever looks at the end goes on looking at it. */
  private grown(uri: vscode.Uri): void {
    const followers = vscode.window.visibleTextEditors.filter(
      ({ document, visibleRanges }) =>
        document.uri.toString() === uri.toString() &&
        (visibleRanges.at(-1)?.end.line ?? 0) >= document.lineCount - nearEnd,
    );
    const listener = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() !== uri.toString()) return;
      listener.dispose();
      followers.forEach(reveal);
    });
    this.changes.fire(uri);
  }

  private showVisible(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString()));
    for (const [key, log] of this.open) void log.then((made) => made.setVisible(visible.has(key)));
  }

  private close(key: string): void {
    void this.open.get(key)?.then((log) => log.dispose());
    this.open.delete(key);
  }
}

function reveal(editor: vscode.TextEditor): void {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.revealRange(new vscode.Range(end, end));
}
