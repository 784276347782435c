import * as vscode from 'vscode';

/** Asks for the code that an MFA device shows. @returns Undefined when the user gives none. */
export async function askMfaCode(serial: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'SageMaker: multi-factor authentication',
    prompt: `The code that ${serial} shows now`,
    placeHolder: '123456',
    ignoreFocusOut: true,
    validateInput: (text) => (/^\d{6,8}$/.test(text.trim()) ? undefined : 'A code has six digits.'),
  });
}
