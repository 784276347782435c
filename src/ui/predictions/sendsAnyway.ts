import * as vscode from 'vscode';

/** Whether rows are sent that the model was not made for. @param problem - Without its stop; undefined where there is none. */
export async function sendsAnyway(problem: string | undefined, hint: string): Promise<boolean> {
  if (problem === undefined) return true;
  const send = 'Send Anyway';
  const detail = `The answers would be wrong, or none. ${hint}`;
  return (await vscode.window.showWarningMessage(`${problem}.`, { modal: true, detail }, send)) === send;
}
