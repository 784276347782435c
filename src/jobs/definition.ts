import { basename } from 'node:path';
import { Composer, Lexer, Parser, type CST, type Document, YAMLParseError } from 'yaml';
import { DefinitionReader, type DefinitionPath, type JsonObject, type Place } from './definitionReader.ts';
import { kindOfFile, type DefinitionKind } from './definitionKind.ts';
import type { Finding, TextRange } from './finding.ts';
import { firstLine, jsonSyntaxFinding, yamlSyntaxFindings } from './syntaxFindings.ts';

/** No request of SageMaker's comes near this. */
const maxCharacters = 1_000_000;
const maxStack = 200;

/** A definition file as read: plain values, and where each of them stands in the text. */
export class ParsedDefinition {
  constructor(
    /** The file's absolute path. */
    readonly path: string,
    readonly text: string,
    /** The API's request with the conveniences still in it; empty when the file is not a mapping. */
    readonly value: JsonObject,
    /** What already reading it found; see diagnose.ts for the rest. */
    readonly findings: readonly Finding[],
    private readonly places: ReadonlyMap<string, Place>,
  ) {}

  get fileName(): string {
    return basename(this.path);
  }

  get kind(): DefinitionKind {
    return kindOfFile(this.path);
  }

  /** Where a value stands; for what is absent, its nearest parent's key. */
  rangeOf(path: DefinitionPath): TextRange {
    return this.places.get(JSON.stringify(path))?.value ?? this.keyRangeOf(path.slice(0, -1));
  }

  /** The innermost key or scalar at an offset of the text. */
  placeAt(offset: number): { path: DefinitionPath; range: TextRange; isKey: boolean } | undefined {
    let found: { path: string; range: TextRange; isKey: boolean } | undefined;
    for (const [path, { key, value }] of this.places) {
      const isKey = key !== undefined && holds(key, offset);
      const range = isKey ? key : value;
      if (!holds(range, offset)) continue;
      if (found === undefined || range.end - range.start <= found.range.end - found.range.start)
        found = { path, range, isKey };
    }
    return found && { ...found, path: JSON.parse(found.path) as DefinitionPath };
  }

  /** Where a value's key stands; a list element has none, so there it is the value. */
  keyRangeOf(path: DefinitionPath): TextRange {
    for (let length = path.length; length > 0; length--) {
      const place = this.places.get(JSON.stringify(path.slice(0, length)));
      if (place) return place.key ?? firstLine(this.text, place.value);
    }
    return firstLine(this.text, { start: this.text.search(/\S|$/), end: this.text.length });
  }
}

function holds({ start, end }: TextRange, offset: number): boolean {
  return offset >= start && offset <= end;
}

/** Reads a definition, YAML or JSON. Never throws: what cannot be read becomes findings. */
export function parseDefinition(text: string, { path }: { path: string }): ParsedDefinition {
  const whole = { start: 0, end: text.length };
  const unreadable = (message: string): ParsedDefinition =>
    new ParsedDefinition(
      path,
      text,
      {},
      [{ ...firstLine(text, whole), severity: 'error', code: 'not-yaml', message }],
      new Map(),
    );
  if (text.length > maxCharacters) {
    const [limit, length] = [maxCharacters, text.length].map((count) => count.toLocaleString('en-US'));
    return unreadable(`A job definition has at most ${limit} characters, but this file has ${length}.`);
  }
  const badJson = path.toLowerCase().endsWith('.json') ? jsonSyntaxFinding(text) : undefined;
  if (badJson) return new ParsedDefinition(path, text, {}, [badJson], new Map());
  const document = composeDocument(text);
  if (document === undefined) return unreadable('This file nests deeper than a job definition can.');
  const syntax = yamlSyntaxFindings(document, text);
  if (document.errors.length > 0) return new ParsedDefinition(path, text, {}, syntax, new Map());
  const reader = new DefinitionReader(document);
  const value = reader.read();
  const findings = reader.findings.map((finding) => ({ ...finding, ...firstLine(text, finding) }));
  return new ParsedDefinition(path, text, value, [...syntax, ...findings], reader.places);
}

/**
 * What `parseDocument` of the yaml package does, with a bound on depth: its parser keeps a stack of its own, but its composer recurses,
 * and on tens of thousands of open brackets would end the whole process.
 */
function composeDocument(text: string): Document.Parsed | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > maxStack) return undefined;
  }
  tokens.push(...parser.end());
  // The package looks for double keys in quadratic time; the reader does it in passing.
  const composer = new Composer({ schema: 'core', prettyErrors: false, uniqueKeys: false });
  const [document, second] = composer.compose(tokens, true, text.length) as Iterable<Document.Parsed>;
  if (document && second) {
    const message = 'a definition is one document, without a second one after ---';
    document.errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', message));
  }
  return document;
}
