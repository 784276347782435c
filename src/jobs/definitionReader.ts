import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type Pair,
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
const textMaps = new Set(['HyperParameters', 'StaticHyperParameters', 'Environment', 'Values']);
const texts = new Set(['MinValue', 'MaxValue', 'ValueHint']);

/** Turns a YAML document into plain values and remembers where each stands. */
export class DefinitionReader {
  readonly places = new Map<string, Place>();
  readonly findings: Finding[] = [];
  private readonly reported = new Set<string>();
  private nodes = 0;
  private aliases = 0;

  constructor(private readonly document: Document.Parsed) {}

  read(): JsonObject {
    const { contents } = this.document;
    // As in Compose files: what a definition says several times can stand by itself under such a name.
    const isOwn = ([name]: [string, unknown]): boolean => !name.startsWith('x-');
    if (isMap(contents)) return Object.fromEntries(Object.entries(this.map(contents, [])).filter(isOwn));
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
      const target = this.resolve(node);
      return target === undefined ? null : this.value(target, path);
    }
    if (isMap(node)) return this.map(node, path);
    if (isSeq(node)) return this.list(node, path);
    return isScalar(node) ? scalarValue(node, path) : null;
  }

  private resolve(alias: Alias): Node | undefined {
    this.aliases++;
    if (this.aliases > maxAliases) return void this.tooLarge(alias);
    const target = alias.resolve(this.document);
    if (!target) this.report(rangeOf(alias), 'not-yaml', `There is nothing called &${alias.source} above.`);
    return target;
  }

  private map(node: YAMLMap, path: DefinitionPath): JsonObject {
    // Names come from the file: one called __proto__ must stay a plain entry.
    const entries = new Map<string, unknown>();
    this.collect(node, path, entries);
    return Object.fromEntries(entries);
  }

  /** Adds a mapping's entries to those that are there, which win; then those of what it merges (YAML 1.1, `<<`). */
  private collect(node: YAMLMap, path: DefinitionPath, entries: Map<string, unknown>): void {
    const above = new Set(entries.keys());
    const merges: Pair[] = [];
    for (const pair of node.items) {
      const { key, value } = pair;
      if (!isScalar(key)) {
        this.report(rangeOf(key), 'not-a-field', 'A field name is plain text.');
        continue;
      }
      if (key.type === 'PLAIN' && key.source === '<<') {
        if (merges.push(pair) > 1)
          this.report(
            rangeOf(key),
            'duplicate-key',
            '<< stands twice in the same place; merge with <<: [*one, *other].',
          );
        continue;
      }
      const name = key.source ?? String(key.value);
      if (above.has(name)) continue;
      const at = [...path, name];
      const keyRange = rangeOf(key);
      if (entries.has(name))
        this.report(keyRange, 'duplicate-key', `${name} stands twice in the same place; keep one of them.`);
      const valueRange = value === null ? keyRange : rangeOf(value);
      const empty = valueRange.end <= valueRange.start;
      this.places.set(JSON.stringify(at), { key: keyRange, value: empty ? keyRange : valueRange });
      entries.set(name, this.value(value, at));
    }
    for (const { key, value } of merges) {
      for (const one of isSeq(value) ? value.items : [value]) {
        const source = isAlias(one) ? this.resolve(one) : one;
        if (isMap(source)) this.collect(source, path, entries);
        else if (source !== undefined)
          this.report(rangeOf(key), 'not-a-mapping', '<< takes in fields that an anchor names, e.g. <<: *defaults.');
      }
    }
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

  /** Once, though an anchor is read wherever it is used. */
  private report(range: TextRange, code: string, message: string): void {
    const key = `${range.start} ${range.end} ${code}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.findings.push({ ...range, severity: 'error', code, message });
  }
}

function scalarValue(node: Scalar, path: DefinitionPath): unknown {
  const isText = (textMaps.has(String(path.at(-2))) || texts.has(String(path.at(-1)))) && node.value !== null;
  return isText && typeof node.value !== 'string' ? (node.source ?? String(node.value)) : node.value;
}

function rangeOf(node: unknown): TextRange {
  const range = (node as Node | null)?.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}
