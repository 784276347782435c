import type { Document, YAMLError } from 'yaml';
import type { Finding, TextRange } from './finding.ts';

/** What the YAML parser says against a text: one finding a line, since one slip makes it stumble more than once. */
export function yamlSyntaxFindings(document: Document.Parsed, text: string): Finding[] {
  const problems = [
    ...document.errors.map((problem) => ({ problem, severity: 'error' as const })),
    ...document.warnings.map((problem) => ({ problem, severity: 'warning' as const })),
  ];
  const lines = new Set<number>();
  return problems.flatMap(({ problem, severity }): Finding[] => {
    const start = Math.min(problem.pos[0], Math.max(0, text.length - 1));
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    if (lines.has(lineStart)) return [];
    lines.add(lineStart);
    const range = firstLine(text, { start, end: Math.max(start + 1, problem.pos[1]) });
    const message = `This is not valid YAML: ${withFullStop(plainSentence(problem))}`;
    return [{ ...range, severity, code: 'not-yaml', message }];
  });
}

/** What stands in the way of a JSON file, or undefined; of a truncated one that it ends too early. */
export function jsonSyntaxFinding(text: string): Finding | undefined {
  const problem = jsonProblem(text);
  if (problem === undefined) return undefined;
  const lastCharacter = Math.max(0, text.trimEnd().length - 1);
  const position = jsonPosition(text, problem);
  const ended = position === undefined || position > lastCharacter;
  const start = ended ? lastCharacter : position;
  const slip = jsonSlip(text, start);
  if (slip !== undefined) {
    const { range, hint } = slip;
    const message = `This is not valid JSON: ${hint}.`;
    return { ...firstLine(text, range), severity: 'error', code: 'not-json', message };
  }
  const said = problem
    .replace(/ in JSON at position .*$/s, '')
    .replace(/^(Unexpected token .+?), .*$/s, '$1')
    .replace(/^./, (letter) => letter.toLowerCase());
  const what = ended && !said.startsWith('unterminated') ? 'the text ends before its last closing } or ]' : said;
  const message = `This is not valid JSON: ${withFullStop(what)}`;
  return { ...firstLine(text, { start, end: start + 1 }), severity: 'error', code: 'not-json', message };
}

/** A range cut at its first line end: a mark over many lines hides more than it shows. */
export function firstLine(text: string, { start, end }: TextRange): TextRange {
  const lineEnd = text.slice(start, end).search(/\r?\n/);
  return { start, end: lineEnd > 0 ? start + lineEnd : Math.min(end, text.length) };
}

/** What to do, for the commonest slips; of the others what the parser says. */
function plainSentence({ code, message }: YAMLError): string {
  const closing = /end with a (.)$/.exec(message)?.[1];
  if (closing !== undefined) return `a closing ${closing} is missing`;
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent this line with spaces instead of a tab';
    case 'BAD_INDENT':
      return 'indent this line exactly like the others of its group';
    case 'MISSING_CHAR':
      return missingCharacter(message);
    case 'MULTILINE_IMPLICIT_KEY':
      return 'write the name of the field, a colon and a space on one line';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second colon stands here; put the value in quotes, or indent the next line like the one above it';
    case 'BLOCK_IN_FLOW':
      return 'separate what stands in brackets with commas, without indentation';
    case 'UNEXPECTED_TOKEN':
      return 'this does not belong here; remove it, or put the whole value in quotes';
    case 'BAD_SCALAR_START':
      return 'a value that starts with this character needs quotes around it';
    case 'BAD_DQ_ESCAPE':
      return 'write \\\\ for a backslash in double quotes, or use single quotes';
    case 'BAD_ALIAS':
      return 'a value that starts with * needs quotes around it';
    default:
      return message;
  }
}

function missingCharacter(message: string): string {
  if (/quote/.test(message)) return 'a closing quote is missing';
  if (/, or :/.test(message)) return 'a comma or a colon is missing here';
  if (/Missing ,/.test(message)) return 'a comma is missing before this entry';
  if (/map values/.test(message)) return 'write a colon and a space after the name of the field';
  return message;
}

/** What other notations allow and JSON does not, at the place where the parser stopped. */
function jsonSlip(text: string, at: number): { range: TextRange; hint: string } | undefined {
  const comment = /^(?:\/\*[^]*?(?:\*\/|$)|(?:\/\/|#).*)/.exec(text.slice(at))?.[0].trimEnd();
  if (comment !== undefined)
    return { range: { start: at, end: at + comment.length }, hint: 'JSON has no comments; remove this one' };
  const before = text.slice(0, at).trimEnd();
  if (/[}\]]/.test(text[at] ?? '') && before.endsWith(',')) {
    const range = { start: before.length - 1, end: before.length };
    return { range, hint: 'nothing follows this comma; remove it' };
  }
  const range = { start: at, end: at + 1 };
  if (text[at] === "'") return { range, hint: 'write double quotes instead of single ones' };
  return text.trim() === '' ? { range, hint: 'the file is empty; begin with { and }' } : undefined;
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

/** @returns undefined for the end of the text. */
function jsonPosition(text: string, problem: string): number | undefined {
  const stated = /at position (\d+)/.exec(problem)?.[1];
  if (problem.startsWith('Unterminated')) return undefined;
  if (stated !== undefined) return Number(stated);
  if (!problem.startsWith('Unexpected token')) return undefined;
  // V8 leaves the position of such a token out: it ends the shortest start of the text that has it.
  let without = 0;
  let within = text.length;
  while (within - without > 1) {
    const middle = (without + within) >> 1;
    if (jsonProblem(text.slice(0, middle))?.startsWith('Unexpected token')) within = middle;
    else without = middle;
  }
  return within - 1;
}

function withFullStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
