const asciiSpace = ' \\t\\n\\x0B\\f\\r';
// What JavaScript's \s holds beyond Java's.
const otherSpace = '\\u00a0\\ufeff\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const anyButLineEnd = '[^\\n\\r\\u0085\\u2028\\u2029]';

/** Java's POSIX classes, which are ASCII only, as the inside of a character class. */
const posix: Readonly<Record<string, string>> = {
  Alnum: 'A-Za-z0-9',
  Alpha: 'A-Za-z',
  ASCII: '\\x00-\\x7F',
  Digit: '0-9',
  Graph: '\\x21-\\x7E',
  Lower: 'a-z',
  Print: '\\x20-\\x7E',
  Punct: '\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E',
  Space: asciiSpace,
  Upper: 'A-Z',
  XDigit: '0-9A-Fa-f',
};

const token = /\\p\{(\w+)\}|\\u([0-9A-Fa-f]{4})|\\(.)|([\s\S])/g;

/**
 * Translates a Java pattern of the service model. As with Java's `matches`, the whole value must match.
 * Throws a SyntaxError for what JavaScript cannot express.
 */
export function compileJavaPattern(pattern: string): RegExp {
  let inClass = false;
  const inside = (members: string): string => (inClass ? members : `[${members}]`);
  const source = pattern.replace(
    token,
    (whole: string, name?: string, unit?: string, escaped?: string, plain?: string) => {
      if (name !== undefined) return posix[name] === undefined ? whole : inside(posix[name]);
      if (unit !== undefined) return whole;
      if (escaped === 's') return inside(asciiSpace);
      if (escaped === 'S') return inside(`\\S${otherSpace}`);
      if (escaped !== undefined) return mayBeEscaped(escaped, inClass) ? whole : escaped;
      if (plain === '.' && !inClass) return anyButLineEnd;
      if (plain === '[') inClass = true;
      else if (plain === ']') inClass = false;
      return whole;
    },
  );
  return new RegExp(`^(?:${source})$`, 'u');
}

/** Java takes any other character than a letter for itself after a backslash; with the `u` flag only some are legal, `\-` inside a class only. */
function mayBeEscaped(character: string, inClass: boolean): boolean {
  return /[\dA-Za-z^$\\.*+?()[\]{}|/]/.test(character) || (character === '-' && inClass);
}
