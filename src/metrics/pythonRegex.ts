/** A pattern ready for `new RegExp(source, flags)`. */
export interface TranslatedRegex {
  readonly source: string;
  readonly flags: string;
}

const rewrites: readonly (readonly [RegExp, string])[] = [
  [/\(\?P</y, '(?<'],
  [/\(\?P=(\w+)\)/y, '\\k<$1>'],
  [/\(\?#[^)]*\)/y, ''],
  [/\\?#011/y, '\\t'],
  [/\\A/y, '(?<![^])'],
  [/\\[Zz]/y, '(?![^])'],
  [/\{,(\d+)\}/y, '{0,$1}'],
];

const kept = /\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]?|[^]/y;

/**
 * Rewrites a Python pattern, which is what the service and most examples use, for JavaScript: named groups and references, `\A`, `\Z`, comments,
 * `{,n}`, a leading `(?i)`, and `]` as the first member of a class. `#011`, a TAB as CloudWatch escapes it, becomes `\t`.
 * @throws SyntaxError for the verbose flag, which has no counterpart.
 */
export function fromPythonRegex(pattern: string): TranslatedRegex {
  const leading = /^\(\?([aiLmsux]+)\)/.exec(pattern);
  const given = leading?.[1] ?? '';
  if (given.includes('x')) throw new SyntaxError('verbose patterns, (?x), are not supported');
  const body = pattern.slice(leading?.[0].length ?? 0);
  let source = '';
  for (let at = 0; at < body.length;) {
    const [length, text] = translateAt(body, at);
    source += text;
    at += length;
  }
  return { source, flags: [...'ims'].filter((flag) => given.includes(flag)).join('') };
}

function translateAt(body: string, at: number): [length: number, text: string] {
  for (const [from, to] of rewrites) {
    from.lastIndex = at;
    const match = from.exec(body);
    if (match) return [match[0].length, to.replace('$1', match[1] ?? '')];
  }
  kept.lastIndex = at;
  const token = kept.exec(body)?.[0] ?? body.charAt(at);
  return [token.length, token.startsWith('[') ? token.replace(/^(\[\^?)\]/, '$1\\]').replaceAll('#011', '\\t') : token];
}
