/** One line of block YAML, in columns from 0. */
export interface YamlLine {
  readonly dashes: readonly number[];
  /** Where the content after indentation and dashes begins. */
  readonly column: number;
  /** Where the content ends, a comment and trailing spaces left out. */
  readonly end: number;
  /** Where the comment begins; the line's length when it has none. */
  readonly comment: number;
  readonly key?: { readonly name: string; readonly end: number };
  /** The scalar as it is written, anchor and tag left out. */
  readonly value: { readonly start: number; readonly text: string };
}

const keyForm = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#{}[\],](?:[^:#]|:(?=\S)|(?<=\S)#)*?)\s*:(?=\s|$)/;

export function readYamlLine(text: string): YamlLine {
  const dashes: number[] = [];
  let column = spaces(text, 0);
  while (/^-(?=\s|$)/.test(text.slice(column, column + 2))) {
    dashes.push(column);
    column = spaces(text, column + 1);
  }
  const comment = commentStart(text, column);
  const end = Math.max(column, text.slice(0, comment).trimEnd().length);
  const content = text.slice(column, end);
  const found = keyForm.exec(content);
  if (found === null) return { dashes, column, end, comment, value: scalar(text, column, end) };
  const [whole, written = ''] = found;
  const key = { name: unquoted(written), end: column + written.length };
  return { dashes, column, end, comment, key, value: scalar(text, column + whole.length, end) };
}

/** A scalar as text. */
export function unquoted(text: string): string {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || text.length < 2 || !text.endsWith(quote)) return text;
  const inside = text.slice(1, -1);
  return quote === "'" ? inside.replaceAll("''", "'") : inside.replace(/\\(["\\/])/g, '$1');
}

/** How many brackets of flow style a text leaves open. */
export function openBrackets(text: string): number {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, '');
  return [...plain].reduce((open, one) => open + ('{['.includes(one) ? 1 : '}]'.includes(one) ? -1 : 0), 0);
}

function scalar(text: string, from: number, end: number): YamlLine['value'] {
  let start = Math.min(spaces(text, from), Math.max(from, end));
  for (let property; (property = /^[&!]\S*\s*/.exec(text.slice(start, end)));) start += property[0].length;
  return { start, text: text.slice(start, end) };
}

function spaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function commentStart(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    const before = text[at - 1] ?? ' ';
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
    } else if (character === '#' && /\s/.test(before)) return at;
    // A quote inside a plain scalar is an ordinary character.
    else if ((character === '"' || character === "'") && /[\s[{,:-]/.test(before)) quote = character;
  }
  return text.length;
}
