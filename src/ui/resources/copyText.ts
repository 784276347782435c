import * as vscode from 'vscode';

/** @param what - With its verb: `the ARN is`. */
export async function copyText(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage(`SageMaker: ${what} on the clipboard.`);
}
