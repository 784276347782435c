import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import type { TextRange } from '../finding.ts';
import { put, type Cursor, type Outline } from './cursor.ts';

interface Frame {
  readonly node: JsonObject | unknown[];
  readonly path: DefinitionPath;
  key?: string;
  expects: 'key' | 'colon' | 'value' | 'comma';
}

/** What tells JSON from the flow style of YAML. */
interface Syntax {
  readonly format: 'json' | 'flow';
  /** A string ends with its line even when its quote is missing. */
  readonly token: RegExp;
  readonly closed: RegExp;
}

const json: Syntax = {
  format: 'json',
  token: /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g,
  closed: /^"(?:[^"\\]|\\.)*"$/,
};

// A colon parts key and value only before a space or a bracket, and right after a quote; plain text may hold spaces.
const plainCharacter = String.raw`(?:[^\s{}[\],:]|:(?![\s,[\]{}]|$))`;
const flow: Syntax = {
  format: 'flow',
  token: new RegExp(
    String.raw`"(?:[^"\\\n]|\\.)*"?|'(?:[^'\n]|'')*'?|(?<=\s)#.*|[{}[\],]|:(?=[\s,[\]{}]|$)|(?<=["']):|${plainCharacter}(?:[ \t]*(?!(?<=\s)#)${plainCharacter})*`,
    'g',
  ),
  closed: /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')$/,
};

/** Reads JSON token by token, so that one that is being written has a shape as well. */
export function jsonOutline(text: string, offset: number): Outline {
  return { format: 'json', ...readBrackets(text, offset, json, []) };
}

/**
 * The same for YAML in brackets.
 * @param text - Begins with the bracket.
 * @param path - Of what stands in the brackets.
 */
export function flowOutline(text: string, offset: number, path: DefinitionPath) {
  return readBrackets(text, offset, flow, path);
}

function readBrackets(text: string, offset: number, syntax: Syntax, path: DefinitionPath) {
  const value = (text.startsWith('[') ? [] : {}) as JsonObject;
  const stack: Frame[] = [];
  let cursor: Cursor | undefined;
  let decided = false;
  let previousEnd = 0;
  for (const match of text.matchAll(syntax.token)) {
    const { index: start } = match;
    const [written] = match;
    const end = start + written.length;
    if (written.startsWith('#') && syntax.format === 'flow') {
      decided ||= offset > start && offset <= end;
      continue;
    }
    if (!decided && offset <= start) {
      decided = true;
      cursor = cursorAt(text, stack.at(-1), { start: offset, end: offset }, previousEnd, syntax);
    } else if (!decided && isInside(written, start, offset, syntax)) {
      decided = true;
      if (!/^[{}[\],:]$/.test(written)) cursor = cursorAt(text, stack.at(-1), { start, end }, previousEnd, syntax);
      // An unfinished word is no value yet.
      if (stack.at(-1)?.expects === 'comma') continue;
    }
    take(stack, { node: value, path }, written);
    previousEnd = end;
  }
  if (!decided) cursor = cursorAt(text, stack.at(-1), { start: offset, end: offset }, previousEnd, syntax);
  return { value, cursor };
}

/** Of a file that holds nothing yet: the whole request is wanted. */
const emptyFile: Omit<Cursor, 'range'> = {
  kind: 'value',
  path: [],
  before: '',
  column: 0,
  lead: '',
  trail: '',
  hasColon: false,
};

function isInside(written: string, start: number, offset: number, { closed }: Syntax): boolean {
  const end = start + written.length;
  return offset > start && (closed.test(written) ? offset < end : offset <= end && !/^[{}[\],:]$/.test(written));
}

function take(stack: Frame[], root: Pick<Frame, 'node' | 'path'>, written: string): void {
  const top = stack.at(-1);
  if (written === '{' || written === '[') {
    const node = top === undefined ? root.node : written === '[' ? [] : {};
    const path = top === undefined ? root.path : childPath(top);
    if (top !== undefined) add(top, node);
    stack.push({ node, path, expects: written === '[' ? 'value' : 'key' });
  } else if (written === '}' || written === ']') stack.pop();
  else if (top === undefined) return;
  else if (written === ',') top.expects = Array.isArray(top.node) ? 'value' : 'key';
  else if (written === ':') top.expects = 'value';
  else if (top.expects === 'key' && !Array.isArray(top.node)) {
    top.key = plain(written);
    put(top.node, top.key, null);
    top.expects = 'colon';
  } else if (top.expects === 'value') add(top, plain(written));
}

function add(frame: Frame, value: unknown): void {
  if (Array.isArray(frame.node)) frame.node.push(value);
  else put(frame.node, frame.key ?? '', value);
  frame.expects = 'comma';
}

function childPath({ node, path, key = '' }: Frame): DefinitionPath {
  return [...path, Array.isArray(node) ? node.length : key];
}

function plain(written: string): string {
  const [quote = ''] = written;
  if (quote !== '"' && quote !== "'") return written;
  return written.slice(1, written.length > 1 && written.endsWith(quote) ? -1 : undefined);
}

function cursorAt(
  text: string,
  frame: Frame | undefined,
  range: TextRange,
  previousEnd: number,
  { format }: Syntax,
): Cursor | undefined {
  if (frame === undefined) return text.trim() === '' ? { ...emptyFile, range } : undefined;
  if (frame.expects === 'colon') return undefined;
  const isList = Array.isArray(frame.node);
  // After a value a comma is missing; on the value's own line nothing begins.
  const missing = frame.expects === 'comma';
  if (missing && !text.slice(previousEnd, range.start).includes('\n')) return undefined;
  const isKey = !isList && (frame.expects === 'key' || missing);
  const next = /^\s*(.)/s.exec(text.slice(range.end))?.[1] ?? '';
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
  return {
    kind: isKey ? 'start' : 'value',
    path: isKey ? frame.path : childPath(frame),
    range,
    before: range.end > range.start ? (/^["']/.exec(text.slice(range.start, range.start + 1))?.[0] ?? '') : '',
    column: /^\s*/.exec(text.slice(lineStart, range.start))?.[0].length ?? 0,
    lead: format === 'flow' && range.start === previousEnd && /[:,]/.test(text[previousEnd - 1] ?? '') ? ' ' : '',
    trail: next !== '' && /["'{[\w-]/.test(next) ? (format === 'flow' ? ', ' : ',') : '',
    ...(missing ? { missingComma: previousEnd } : {}),
    hasColon: isKey && next === ':',
  };
}
