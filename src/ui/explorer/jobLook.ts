import * as vscode from 'vscode';
import { markdownText } from '../../shared/markdownText.ts';

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

const longestReason = 400;

/** A heading with rows of names and values below it. */
export function tooltipOf(
  heading: string,
  rows: readonly (readonly [name: string, value: string | undefined])[],
): vscode.MarkdownString {
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  // Not appendText, which takes the spaces for ones where no line may be broken: long text would be cut within words.
  return new vscode.MarkdownString([heading, ...lines].map(markdownText).join('\n\n'));
}

/** Whether a row's hover says this already. */
export function showsSame({ tooltip }: vscode.TreeItem, { value }: vscode.MarkdownString): boolean {
  return tooltip instanceof vscode.MarkdownString && tooltip.value === value;
}

/** Parts of a row in their order, without those that there are not. */
export function joined(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined).join(separator);
}

/** Why a job failed, as much as a hover has room for. */
export function shortReason(reason: string | undefined): string | undefined {
  return reason === undefined || reason.length <= longestReason ? reason : `${reason.slice(0, longestReason)}…`;
}
