import { invalidParameter } from './logsInput.ts';

interface Term {
  readonly sign: '' | '-' | '?';
  readonly text: string;
}

/**
 * CloudWatch's filter pattern for unstructured logs: terms and "quoted phrases" that must all occur, `-term` must not, and of
 * `?term`s one must. Case counts.
 * @throws AwsError InvalidParameterException, naming the kind of pattern that the local engine lacks.
 */
export function compileFilterPattern(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (trimmed.startsWith('{')) throw unsupported('JSON patterns ({ … })');
  if (trimmed.startsWith('[')) throw unsupported('patterns of columns ([ … ])');
  if (/^[-?]?%.*%$/s.test(trimmed)) throw unsupported('regular expressions (% … %)');
  const terms = parseTerms(trimmed);
  const required = textsOf(terms, '');
  const excluded = textsOf(terms, '-');
  const optional = textsOf(terms, '?');
  return (message) =>
    required.every((text) => message.includes(text)) &&
    !excluded.some((text) => message.includes(text)) &&
    (optional.length === 0 || optional.some((text) => message.includes(text)));
}

function parseTerms(pattern: string): Term[] {
  const terms: Term[] = [];
  const scanner = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)/sy;
  while (scanner.lastIndex < pattern.length) {
    const match = scanner.exec(pattern);
    if (match === null) throw invalidParameter('Invalid filter pattern: a quotation mark is not closed.');
    const [, sign = '', quoted, plain] = match;
    const text = quoted?.replace(/\\(.)/gs, '$1') ?? plain ?? '';
    if (sign === '-' || sign === '?') terms.push({ sign, text });
    else terms.push({ sign: '', text });
  }
  return terms;
}

function textsOf(terms: readonly Term[], sign: Term['sign']): string[] {
  return terms.filter((term) => term.sign === sign).map(({ text }) => text);
}

function unsupported(what: string) {
  return invalidParameter(
    `Invalid filter pattern: the local engine does not support ${what}; use words and "phrases".`,
  );
}
