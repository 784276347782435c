/** Plain text as Markdown that shows it as it is: every sign that could mean something is escaped (CommonMark, Backslash escapes), words stay apart. */
export function markdownText(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}
