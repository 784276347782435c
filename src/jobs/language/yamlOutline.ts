import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import { flowOutline } from './bracketOutline.ts';
import { put, type Cursor, type Outline } from './cursor.ts';
import { openBrackets, readYamlLine, unquoted, type YamlLine } from './yamlLine.ts';

interface Frame {
  readonly column: number;
  readonly path: DefinitionPath;
  readonly node: JsonObject | unknown[];
  /** Of a mapping: the last key. */
  key?: string;
  /** Whether that key has no value on its own line. */
  open?: boolean;
}

/** Reads YAML by its indentation, line by line, so that one that is being written has a shape as well. */
export function yamlOutline(text: string, offset: number): Outline {
  const reader = new YamlOutlineReader();
  let start = 0;
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    reader.line(line, start, offset >= start && offset <= start + line.length ? offset - start : undefined);
    start += raw.length + 1;
  }
  reader.endFlow();
  return { format: reader.inFlow ? 'flow' : 'yaml', value: reader.value, cursor: reader.cursor };
}

/** Brackets that began and go on. */
interface Flow {
  text: string;
  readonly start: number;
  open: number;
  /** The cursor's offset in the whole text, once a line with it came. */
  at?: number;
  /** Of the key or dash that it belongs to: what is not deeper ends it, closed or not. */
  readonly column: number;
  readonly path: DefinitionPath;
  readonly take: (value: unknown) => void;
}

class YamlOutlineReader {
  readonly value: JsonObject = {};
  cursor: Cursor | undefined;
  private readonly stack: Frame[] = [];
  /** Lines deeper than this column are a block scalar's text. */
  private textBelow = Infinity;
  private flow: Flow | undefined;
  /** Whether the cursor is in brackets. */
  inFlow = false;

  line(text: string, start: number, at: number | undefined): void {
    if (this.flow !== undefined && this.goesOn(this.flow, text)) return this.continueFlow(this.flow, text, start, at);
    this.endFlow();
    const line = readYamlLine(text);
    const blank = line.end <= line.column && line.dashes.length === 0;
    if (blank && line.comment === text.length ? (at ?? 0) > this.textBelow : line.column > this.textBelow) return;
    if (!blank) this.textBelow = Infinity;
    if (/^(---|\.\.\.)(\s|$)/.test(text)) return;
    if (at !== undefined && at <= line.comment) this.cursor = this.cursorOn(text, line, start, at);
    const isWord = line.key === undefined && line.dashes.length === 0;
    const isFlow = /^[{[]/.test(line.value.text) && (!isWord || this.stack.length === 0);
    if (!blank && (!isWord || isFlow)) this.take(line, start, at);
  }

  private goesOn({ column }: Flow, text: string): boolean {
    return /^\s*([}\]#]|$)/.test(text) || text.search(/\S/) > column;
  }

  private continueFlow(flow: Flow, text: string, start: number, at: number | undefined): void {
    flow.text += `${flow.text === '' ? '' : '\n'}${text}`;
    if (at !== undefined) flow.at = start + at;
    flow.open += openBrackets(text);
    if (flow.open <= 0) this.endFlow();
  }

  /** Reads the brackets that are complete, or as far as they go. */
  endFlow(): void {
    const { flow } = this;
    if (flow === undefined) return;
    this.flow = undefined;
    const { text, start, at, path } = flow;
    const read = flowOutline(text, at === undefined ? -1 : at - start, path);
    flow.take(read.value);
    if (at === undefined || at <= start) return;
    this.inFlow = read.cursor !== undefined;
    const range = read.cursor && { start: read.cursor.range.start + start, end: read.cursor.range.end + start };
    this.cursor = read.cursor && range && { ...read.cursor, range };
  }

  private take(line: YamlLine, start: number, at: number | undefined): void {
    for (const dash of line.dashes) this.entry(dash);
    const { key, value } = line;
    if (key === undefined) {
      const list = this.stack.at(-1);
      const entries = list !== undefined && Array.isArray(list.node) ? list.node : undefined;
      const index = entries === undefined ? 0 : entries.push(value.text === '' ? null : scalarOf(value.text)) - 1;
      const path = list === undefined ? [] : [...list.path, index];
      this.follow(line, start, at, line.dashes.at(-1) ?? -1, path, (node) => {
        if (entries !== undefined) entries[index] = node;
        else if (isMap(node)) for (const [name, own] of Object.entries(node)) put(this.value, name, own);
      });
      return;
    }
    const map = this.mapAt(line.column, line.dashes.length > 0);
    map.key = key.name;
    map.open = value.text === '';
    put(map.node as JsonObject, key.name, value.text === '' ? null : scalarOf(value.text));
    const path = [...map.path, key.name];
    this.follow(line, start, at, line.column, path, (node) => put(map.node as JsonObject, key.name, node));
  }

  /** What goes on below a value: a block scalar, or brackets. */
  private follow(
    { value, end }: YamlLine,
    start: number,
    at: number | undefined,
    column: number,
    path: DefinitionPath,
    take: Flow['take'],
  ): void {
    if (/^[|>][-+0-9]*$/.test(value.text)) this.textBelow = column;
    if (!/^[{[]/.test(value.text)) return;
    this.flow = { text: '', start: start + value.start, open: 0, column, path, take };
    const within = at !== undefined && at > value.start && at <= Math.max(end, at);
    this.continueFlow(this.flow, value.text, start, within ? at : undefined);
  }

  private entry(column: number): void {
    this.leave((frame) => frame.column > column);
    const top = this.stack.at(-1);
    if (top !== undefined && Array.isArray(top.node) && top.column === column) return;
    const node: unknown[] = [];
    this.attach(top, node);
    this.stack.push({ column, path: this.childPath(top), node });
  }

  private mapAt(column: number, afterDash: boolean): Frame {
    this.leave(({ column: own, node }) => own > column || (!afterDash && Array.isArray(node) && own >= column));
    const top = this.stack.at(-1);
    if (top !== undefined && !Array.isArray(top.node) && (top.column === column || top.open !== true)) return top;
    if (top === undefined) return this.push({ column, path: [], node: this.value });
    const path = afterDash && Array.isArray(top.node) ? [...top.path, top.node.length] : this.childPath(top);
    const existing = Array.isArray(top.node) || top.key === undefined ? undefined : top.node[top.key];
    const node = isMap(existing) ? existing : {};
    if (Array.isArray(top.node) && !afterDash && top.node.length > 0) top.node[top.node.length - 1] = node;
    else this.attach(top, node);
    return this.push({ column, path, node });
  }

  private attach(parent: Frame | undefined, node: unknown): void {
    if (parent === undefined) return;
    if (Array.isArray(parent.node)) parent.node.push(node);
    else if (parent.key !== undefined) put(parent.node, parent.key, node);
  }

  /** Where what stands below a frame's last key or entry belongs. */
  private childPath(frame: Frame | undefined): DefinitionPath {
    if (frame === undefined) return [];
    const { path, node, key = '' } = frame;
    return [...path, Array.isArray(node) ? Math.max(0, node.length - 1) : key];
  }

  private push(frame: Frame): Frame {
    this.stack.push(frame);
    return frame;
  }

  /** @returns The frame left last. */
  private leave(gone: (frame: Frame) => boolean): Frame | undefined {
    let last: Frame | undefined;
    for (let top = this.stack.at(-1); top !== undefined && gone(top); top = this.stack.at(-1)) last = this.stack.pop();
    return last;
  }

  private cursorOn(text: string, line: YamlLine, start: number, at: number): Cursor | undefined {
    const { key, value, dashes } = line;
    const blank = line.end <= line.column;
    if (!blank && at < line.column) return undefined;
    if (key !== undefined && at > key.end) return this.valueCursor(text, line, start, at);
    const from = blank ? at : line.column;
    const touchesDash = blank && at === (dashes.at(-1) ?? -2) + 1;
    const end = key?.end ?? Math.max(at, line.end);
    const { path, column } = this.placeOf(line, touchesDash ? from + 1 : from);
    // Only indentation can be set right; what stands after a dash is right wherever it is.
    const reindent = dashes.length === 0 && column !== from;
    const first = reindent ? 0 : from;
    if (key === undefined && /^[|>{[&*!]/.test(value.text)) return undefined;
    const word = from + (/^["']/.test(text.slice(from)) ? 1 : 0);
    return {
      kind: 'start',
      path,
      range: { start: start + first, end: start + end },
      before: text.slice(first, word),
      column,
      lead: reindent ? ' '.repeat(column) : touchesDash ? ' ' : '',
      trail: '',
      hasColon: key !== undefined,
    };
  }

  private valueCursor(text: string, line: YamlLine, start: number, at: number): Cursor | undefined {
    const { key, value } = line;
    const colon = text.indexOf(':', key?.end ?? 0) + 1;
    if (key === undefined || at < colon || /^[|>{[&*!]/.test(value.text)) return undefined;
    if (value.text !== '' && at < value.start) return undefined;
    const from = value.text === '' ? at : value.start;
    const { path, column } = this.placeOf(line, line.column);
    return {
      kind: 'value',
      path: [...path, key.name],
      range: { start: start + from, end: start + Math.max(at, line.end) },
      before: /^["']/.test(text.slice(from)) ? text.slice(from, from + 1) : '',
      column,
      lead: from === colon ? ' ' : '',
      trail: '',
      hasColon: true,
      ...(value.text === '' && text.slice(at).trim() === '' ? { colon: start + colon } : {}),
    };
  }

  /** What a line's content would grow, and in which column, without taking the line in. */
  private placeOf(line: YamlLine, column: number): { path: DefinitionPath; column: number } {
    const [dash] = line.dashes;
    const kept = this.stack.filter((frame) => frame.column <= (dash ?? column));
    const left = this.stack[kept.length];
    if (dash !== undefined) {
      const top = kept.at(-1);
      const isNext = top !== undefined && Array.isArray(top.node) && top.column === dash;
      const list: DefinitionPath = isNext ? top.path : this.childPath(top);
      const index = isNext ? top.node.length : 0;
      return { path: [...list, index, ...line.dashes.slice(1).map(() => 0)], column };
    }
    let top = kept.at(-1);
    const below = kept.at(-2);
    if (top !== undefined && Array.isArray(top.node) && top.column === column && below?.column === column) top = below;
    if (top === undefined) return { path: [], column: left?.column ?? column };
    if (top.column === column) return { path: top.path, column };
    if (Array.isArray(top.node)) return { path: this.childPath(top), column: left?.column ?? column };
    if (top.open === true) return { path: this.childPath(top), column: left?.column ?? column };
    return { path: top.path, column: top.column };
  }
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Brackets are read when they end. */
function scalarOf(text: string): unknown {
  return text.startsWith('{') ? {} : text.startsWith('[') ? [] : unquoted(text);
}
