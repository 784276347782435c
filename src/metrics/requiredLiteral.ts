const token =
  /\\(?:k<[^>]*>|x[^]{2}|u[^]{4}|c[^]|\d+|[^])|\[(?:\\[^]|[^\]\\])*\]|\((?:\?(?:<[^=!>]*>|<?[=!]|:))?|[)|]|[*+?]\??|\{\d*,?\d*\}\??|[^]/y;

/**
 * The longest text that every match of a JavaScript pattern holds, found at its top level only; empty when there is none to rely on.
 * `line.includes(literal)` is many times cheaper than a pattern that starts with `.*`, and a job may bring 40 patterns.
 */
export function requiredLiteral(source: string): string {
  let best = '';
  let run = '';
  let depth = 0;
  const endRun = (): void => {
    if (run.length > best.length) best = run;
    run = '';
  };
  token.lastIndex = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    const text = match[0];
    if (text === '|' && depth === 0) return '';
    if (text.startsWith('(')) depth++;
    else if (text === ')') depth--;
    const literal = depth === 0 && text !== ')' ? literalOf(text) : undefined;
    if (literal !== undefined) run += literal;
    else {
      // A quantifier that allows none takes back the character before it.
      if (/^[*?{]/.test(text)) run = run.slice(0, -1);
      endRun();
    }
  }
  endRun();
  return best;
}

function literalOf(text: string): string | undefined {
  if (text === '\\t') return '\t';
  if (/^\\[^A-Za-z0-9]$/.test(text)) return text.charAt(1);
  return /^[^\\[(){}|*+?.^$]$/.test(text) ? text : undefined;
}
