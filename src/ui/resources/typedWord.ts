import * as vscode from 'vscode';

/**
 * Asks for a word that shows that something is meant; what it is about stays readable while one types.
 * @returns Whether it was typed; false when the user left.
 */
export function isWordTyped(word: string, { title, prompt }: { readonly title: string; readonly prompt: string }) {
  const input = vscode.window.createInputBox();
  Object.assign(input, { title, prompt: `${prompt} Type ${word} to go on.`, placeholder: word, ignoreFocusOut: true });
  return new Promise<boolean>((resolve) => {
    input.onDidChangeValue(() => (input.validationMessage = undefined));
    input.onDidAccept(() => {
      if (input.value.trim() !== word) {
        input.validationMessage = `That is not ${word}: type it as it stands here, or press Escape to leave everything as it is.`;
        return;
      }
      resolve(true);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(false);
      input.dispose();
    });
    input.show();
  });
}
