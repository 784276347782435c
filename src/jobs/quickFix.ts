import type { Finding } from './finding.ts';

/** What a finding's text is to be replaced with, in the quotes that it stands in; undefined when there is no fix. */
export function quickFixOf({ code, replacement, start, end }: Finding, text: string): string | undefined {
  if (replacement === undefined) return undefined;
  const written = text.slice(start, end);
  const [quote = ''] = written;
  const isQuoted = (quote === '"' || quote === "'") && written.endsWith(quote) && written.length > 1;
  // A number in quotes is wrong for its quotes, a number without them for lacking them.
  if (!isQuoted || code === 'wrong-type' || /^["']/.test(replacement)) return replacement;
  return quote === '"' ? JSON.stringify(replacement) : `'${replacement.replaceAll("'", "''")}'`;
}
