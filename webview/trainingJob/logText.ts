// The ESC that starts a colour sequence, and other controls, are what a terminal would act on.
const sequences = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f]/g;
const shownCharacters = 4000;

/** A line as it is shown: `#011` as the TAB it stands for, no terminal controls, and of a progress bar that rewrote itself the last state. */
export function displayText(message: string): string {
  const line = message.trimEnd();
  const text = line
    .slice(line.lastIndexOf('\r') + 1)
    .replaceAll('#011', '\t')
    .replace(sequences, '');
  const more = text.length - shownCharacters;
  return more > 0 ? `${text.slice(0, shownCharacters)}… (${more} more characters)` : text;
}

/** By the level's word or a Python exception's name; a metric called `error` is none. */
export function levelOf(text: string): 'error' | 'warning' | undefined {
  if (/\b(?:ERROR|CRITICAL|FATAL)\b|^Traceback \(|^(?:[\w.]+\.)?\w*(?:Error|Exception)\b(?::|$)|^error:/.test(text))
    return 'error';
  return /\b(?:WARN|WARNING)\b|\w+Warning:/.test(text) ? 'warning' : undefined;
}
