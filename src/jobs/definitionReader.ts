import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Finding, TextRange } from './finding.ts';

export type JsonObject = Record<string, unknown>;
export type DefinitionPath = readonly (string | number)[];

/** Where one value stands, and its key when it has one. */
export interface Place {
  readonly key?: TextRange;
  readonly value: TextRange;
}

// A small file of aliases to aliases would otherwise grow without end.
const maxNodes = 10_000;
const maxAliases = 100;
const maxDepth = 50;

/** Members whose values are texts for the API: a number or boolean there becomes the text that the file holds. */
const textMaps = new Set(['HyperParameters', 'Environment']);

/** Turns a YAML document into plain values and remembers where each stands. */
export class DefinitionReader {
  readonly places = new Map<string, Place>();
  readonly findings: Finding[] = [];
  private nodes = 0;
  private aliases = 0;

  constructor(private readonly document: Document.Parsed) {}

  read(): JsonObject {
    const { contents } = this.document;
    if (isMap(contents)) return this.map(contents, []);
    const range = contents === null ? { start: 0, end: 0 } : rangeOf(contents);
    this.report(
      range,
      'not-a-mapping',
      'A job definition lists fields of the API, one per line, e.g. "TrainingJobName: my-job".',
    );
    return {};
  }

  private value(node: unknown, path: DefinitionPath): unknown {
    this.nodes++;
    if (this.nodes > maxNodes || path.length > maxDepth) return this.tooLarge(node);
    if (isAlias(node)) {
      this.aliases++;
      if (this.aliases > maxAliases) return this.tooLarge(node);
      const target = node.resolve(this.document);
      if (target) return this.value(target, path);
      this.report(rangeOf(node), 'not-yaml', `There is nothing called &${node.source} above.`);
      return null;
    }
    if (isMap(node)) return this.map(node, path);
    if (isSeq(node)) return this.list(node, path);
    return isScalar(node) ? scalarValue(node, path) : null;
  }

  private map(node: YAMLMap, path: DefinitionPath): JsonObject {
    // Names come from the file: one called __proto__ must stay a plain entry.
    const entries: [string, unknown][] = [];
    const names = new Set<string>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) {
        this.report(rangeOf(key), 'not-a-field', 'A field name is plain text.');
        continue;
      }
      const name = key.source ?? String(key.value);
      const at = [...path, name];
      const keyRange = rangeOf(key);
      if (names.has(name))
        this.report(keyRange, 'duplicate-key', `${name} stands twice in the same place; keep one of them.`);
      names.add(name);
      const valueRange = value === null ? keyRange : rangeOf(value);
      const empty = valueRange.end <= valueRange.start;
      this.places.set(JSON.stringify(at), { key: keyRange, value: empty ? keyRange : valueRange });
      entries.push([name, this.value(value, at)]);
    }
    return Object.fromEntries(entries);
  }

  private list(node: YAMLSeq, path: DefinitionPath): unknown[] {
    return node.items.map((item, index) => {
      const at = [...path, index];
      this.places.set(JSON.stringify(at), { value: rangeOf(item) });
      return this.value(item, at);
    });
  }

  /** Said once: everything that follows is too much as well. */
  private tooLarge(node: unknown): null {
    if (this.findings.every(({ code }) => code !== 'too-large')) {
      this.report(rangeOf(node), 'too-large', 'This definition nests or repeats more than a job definition can hold.');
    }
    return null;
  }

  private report(range: TextRange, code: string, message: string): void {
    this.findings.push({ ...range, severity: 'error', code, message });
  }
}

function scalarValue(node: Scalar, path: DefinitionPath): unknown {
  const isText = path.length === 2 && textMaps.has(String(path[0])) && node.value !== null;
  return isText && typeof node.value !== 'string' ? (node.source ?? String(node.value)) : node.value;
}

function rangeOf(node: unknown): TextRange {
  const range = (node as Node | null)?.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}
