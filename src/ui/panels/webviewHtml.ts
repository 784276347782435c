import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The page of a panel: nothing may run or load in it but the panel's own script and style.
 * @param page - `place` comes back with the view's state after a reload of the window.
 */
export function webviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { name, title, place }: { readonly name: string; readonly title: string; readonly place: string },
): string {
  const file = (suffix: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', `${name}.${suffix}`)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ];
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="${file('css')}">
  </head>
  <body data-place="${escapeHtml(place)}">
    <script nonce="${nonce}" src="${file('js')}"></script>
  </body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
