import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../shared/node/systemClock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { languages, requestFiles } from '../contributions/ids.ts';
import type { Log } from '../log.ts';

/** A pause in typing this long, and the definition is read again. */
const pause = 300;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Findings of the open job definitions and requests in the Problems panel; loads the language part with the first definition that opens. */
export class DefinitionDiagnostics extends Disposable {
  private readonly collection = this.register(vscode.languages.createDiagnosticCollection('sagemaker'));
  private readonly fixes = new Map<string, { diagnostic: vscode.Diagnostic; replacement: string }[]>();
  private readonly waiting = new Map<string, IDisposable>();

  constructor(private readonly log: Log) {
    super();
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.checkSoon(document, 0)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.checkSoon(document, pause)));
    // A script, its data or .sagemakerignore may be what a definition depends on.
    this.register(vscode.workspace.onDidSaveTextDocument(() => this.checkAll()));
    this.register(vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.checkSoon(editor.document, 0)));
    this.register(vscode.window.onDidChangeWindowState(({ focused }) => focused && this.checkAll()));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)));
    this.register({ dispose: () => this.waiting.forEach((timer) => timer.dispose()) });
    this.checkAll();
  }

  private checkAll(): void {
    vscode.workspace.textDocuments.forEach((document) => this.checkSoon(document, 0));
  }

  /** What would set a diagnostic right in place of its range; the editor hands out copies of diagnostics. */
  replacementOf(uri: vscode.Uri, { range, code, message }: vscode.Diagnostic): string | undefined {
    return this.fixes
      .get(uri.toString())
      ?.find(
        ({ diagnostic }) =>
          diagnostic.range.isEqual(range) && diagnostic.code === code && diagnostic.message === message,
      )?.replacement;
  }

  private checkSoon(document: vscode.TextDocument, delay: number): void {
    if (vscode.languages.match([...languages, { pattern: requestFiles }], document) === 0) return;
    const key = document.uri.toString();
    this.waiting.get(key)?.dispose();
    this.waiting.set(
      key,
      systemClock.schedule(() => {
        this.waiting.delete(key);
        this.check(document).catch((error: unknown) => this.log.error(`Checking ${document.uri.fsPath}`, error));
      }, delay),
    );
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const checked = document.version;
    const { findingsOf, quickFixOf } = await import('../../jobs/findingsOf.ts');
    const root = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? dirname(document.uri.fsPath);
    const text = document.getText();
    const findings = await findingsOf(text, document.uri.fsPath, root);
    if (document.isClosed || document.version !== checked) return;
    const fixes: { diagnostic: vscode.Diagnostic; replacement: string }[] = [];
    const diagnostics = findings.map((finding) => {
      const range = new vscode.Range(document.positionAt(finding.start), document.positionAt(finding.end));
      const diagnostic = new vscode.Diagnostic(range, finding.message, severities[finding.severity]);
      diagnostic.source = 'SageMaker';
      diagnostic.code = finding.code;
      const replacement = quickFixOf(finding, text);
      if (replacement !== undefined) fixes.push({ diagnostic, replacement });
      return diagnostic;
    });
    this.fixes.set(document.uri.toString(), fixes);
    this.collection.set(document.uri, diagnostics);
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.waiting.get(key)?.dispose();
    this.waiting.delete(key);
    this.fixes.delete(key);
    this.collection.delete(document.uri);
  }
}
