import * as vscode from 'vscode';
import type { Finding } from '../../jobs/finding.ts';
import { Disposable } from '../../shared/disposable.ts';

/** What a service said about definitions and requests when they were to be sent; it stands until the text changes or they are sent again. */
export class ServiceFindings extends Disposable {
  private readonly collection: vscode.DiagnosticCollection;

  /** @param source - Who says it, in the Problems view. */
  constructor(private readonly source: string) {
    super();
    this.collection = this.register(vscode.languages.createDiagnosticCollection(source));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.collection.delete(document.uri)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.collection.delete(document.uri)));
  }

  readonly mark = (document: vscode.TextDocument, findings: readonly Finding[]): void => {
    this.collection.set(
      document.uri,
      findings.map(({ start, end, message, severity, code }) => {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
        const diagnostic = new vscode.Diagnostic(range, message, level);
        diagnostic.source = this.source;
        diagnostic.code = code;
        return diagnostic;
      }),
    );
  };
}
