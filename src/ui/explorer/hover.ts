import * as vscode from 'vscode';
import { markdownText } from '../../shared/markdownText.ts';
import type { Fact } from './looks/rowLook.ts';

/** A heading with lines of names and values below it. @param noun - What it is. */
export function hoverOf(heading: string, facts: readonly Fact[], noun: string): vscode.MarkdownString {
  const lines = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${markdownText(name)}: ${markdownText(value)}`],
  );
  // Not appendText, which takes the spaces for ones where no line may be broken: long text would be cut within words.
  return new vscode.MarkdownString(
    [`**${markdownText(heading)}** ${markdownText(noun)}`, lines.join('  \n')].join('\n\n'),
  );
}
