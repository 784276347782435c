import * as vscode from 'vscode';
import type { Finding } from '../../jobs/finding.ts';
import { Disposable } from '../../shared/disposable.ts';

/** What AWS said about definitions when they were to be run; it stands until the text changes or the next run. */
export class AwsFindings extends Disposable {
  private readonly collection = this.register(vscode.languages.createDiagnosticCollection('sagemaker-aws'));

  constructor() {
    super();
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
        diagnostic.source = 'SageMaker on AWS';
        diagnostic.code = code;
        return diagnostic;
      }),
    );
  };
}
