import * as vscode from 'vscode';
import { shutDownQuestion, typedQuestion, type ToShutDown } from '../../sagemaker/cost/shutDownText.ts';

const title = 'SageMaker: shut down';

/** Asks whether all this is meant. @param isTyped - Whether an endpoint of an account is among it. */
export async function confirmShutDown(what: ToShutDown, isTyped: boolean): Promise<boolean> {
  if (isTyped) return confirmTyped(what);
  const { question, detail, button } = shutDownQuestion(what);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

async function confirmTyped(what: ToShutDown): Promise<boolean> {
  const { prompt, word } = typedQuestion(what);
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    placeHolder: word,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === word || text === '' ? undefined : `Type "${word}" to confirm.`),
  });
  return typed?.trim() === word;
}
