import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import type { TextRange } from '../finding.ts';
import { put, type Cursor, type Outline } from './cursor.ts';

interface Frame {
  readonly node: JsonObject | unknown[];
  readonly path: DefinitionPath;
  key?: string;
  expects: 'key' | 'colon' | 'value' | 'comma';
}

// A string ends with its line even when its quote is missing.
const token = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Reads JSON token by token, so that one that is being written has a shape as well. */
export function jsonOutline(text: string, offset: number): Outline {
  const value: JsonObject = {};
  const stack: Frame[] = [];
  let cursor: Cursor | undefined;
  let decided = false;
  let previousEnd = 0;
  for (const match of text.matchAll(token)) {
    const { index: start } = match;
    const [written] = match;
    const end = start + written.length;
    if (!decided && offset <= start) {
      decided = true;
      cursor = cursorAt(text, stack.at(-1), { start: offset, end: offset }, previousEnd);
    } else if (!decided && isInside(written, start, offset)) {
      decided = true;
      if (!/^[{}[\],:]$/.test(written)) cursor = cursorAt(text, stack.at(-1), { start, end }, previousEnd);
      // An unfinished word is no value yet.
      if (stack.at(-1)?.expects === 'comma') continue;
    }
    take(stack, value, written);
    previousEnd = end;
  }
  if (!decided) cursor = cursorAt(text, stack.at(-1), { start: offset, end: offset }, previousEnd);
  return { format: 'json', value, cursor };
}

function isInside(written: string, start: number, offset: number): boolean {
  const end = start + written.length;
  const closed = /^"(?:[^"\\]|\\.)*"$/.test(written);
  return offset > start && (closed ? offset < end : offset <= end && !/^[{}[\],:]$/.test(written));
}

function take(stack: Frame[], root: JsonObject, written: string): void {
  const top = stack.at(-1);
  if (written === '{' || written === '[') {
    const node = written === '[' ? [] : top === undefined ? root : {};
    const path = top === undefined ? [] : childPath(top);
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
  return written.startsWith('"')
    ? written.slice(1, written.length > 1 && written.endsWith('"') ? -1 : undefined)
    : written;
}

function cursorAt(text: string, frame: Frame | undefined, range: TextRange, previousEnd: number): Cursor | undefined {
  if (frame === undefined || frame.expects === 'colon') return undefined;
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
    before: text[range.start] === '"' && range.end > range.start ? '"' : '',
    column: /^\s*/.exec(text.slice(lineStart, range.start))?.[0].length ?? 0,
    lead: '',
    trail: next !== '' && /["{[\w-]/.test(next) ? ',' : '',
    ...(missing ? { missingComma: previousEnd } : {}),
    hasColon: isKey && next === ':',
  };
}
