import * as vscode from 'vscode';

const icons: Record<string, [icon: string, color: string]> = {
  InProgress: ['loading~spin', 'charts.blue'],
  Stopping: ['loading~spin', 'charts.yellow'],
  Completed: ['pass', 'testing.iconPassed'],
  Failed: ['error', 'testing.iconFailed'],
  Stopped: ['stop-circle', 'testing.iconSkipped'],
};

/** The icon of a job's status. */
export function statusIcon(status: string): vscode.ThemeIcon {
  const [icon, color] = icons[status] ?? ['question', 'foreground'];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

/** The time of today, else the date. */
export function timeOf(created: number, now: number): string {
  const [then, today] = [new Date(created), new Date(now)];
  if (then.toDateString() === today.toDateString())
    return then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return then.toLocaleDateString();
}

/** A heading with rows of names and values below it. */
export function tooltipOf(
  heading: string,
  rows: readonly (readonly [name: string, value: string | undefined])[],
): vscode.MarkdownString {
  // appendText escapes: names and values can never become Markdown.
  const text = new vscode.MarkdownString();
  text.appendText(`${heading}\n`);
  for (const [name, value] of rows) if (value !== undefined) text.appendText(`\n${name}: ${value}`);
  return text;
}

/** Parts of a row in their order, without those that there are not. */
export function joined(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined).join(separator);
}
