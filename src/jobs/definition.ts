import { basename } from 'node:path';
import { parseDocument, type Document } from 'yaml';
import { messageOf } from '../shared/errors.ts';
import { DefinitionReader, type DefinitionPath, type JsonObject, type Place } from './definitionReader.ts';
import type { Finding, TextRange } from './finding.ts';

/** No request of SageMaker's comes near this. */
const maxCharacters = 1_000_000;

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

  /** Where a value stands; for what is absent, its nearest parent's key. */
  rangeOf(path: DefinitionPath): TextRange {
    return this.places.get(JSON.stringify(path))?.value ?? this.keyRangeOf(path.slice(0, -1));
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

/** Whether a file's name says that it is a training job's definition. */
export function isTrainingJobDefinition(path: string): boolean {
  return /\.training-job\.(ya?ml|json)$/i.test(path);
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
  if (text.length > maxCharacters) return unreadable('This file is too large to be a job definition.');
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { schema: 'core', prettyErrors: false, logLevel: 'silent' });
  } catch (error) {
    // The parser recurses, so nesting without end overflows its stack.
    return unreadable(`This file cannot be read as YAML: ${messageOf(error)}`);
  }
  const syntax = syntaxFindings(document, text);
  if (document.errors.length > 0) return new ParsedDefinition(path, text, {}, syntax, new Map());
  const reader = new DefinitionReader(document);
  const value = reader.read();
  return new ParsedDefinition(path, text, value, [...syntax, ...reader.findings], reader.places);
}

function syntaxFindings(document: Document.Parsed, text: string): Finding[] {
  const problems = [
    ...document.errors.map((problem) => ({ problem, severity: 'error' as const })),
    ...document.warnings.map((problem) => ({ problem, severity: 'warning' as const })),
  ];
  return problems.map(({ problem, severity }) => {
    const start = Math.min(problem.pos[0], Math.max(0, text.length - 1));
    const duplicate = problem.code === 'DUPLICATE_KEY';
    return {
      ...firstLine(text, { start, end: Math.max(start + 1, problem.pos[1]) }),
      severity,
      code: duplicate ? 'duplicate-key' : 'not-yaml',
      message: duplicate
        ? 'This key stands twice in the same place; keep one of them.'
        : `This is not valid YAML: ${problem.message}`,
    };
  });
}

/** A range cut at its first line end: a mark over many lines hides more than it shows. */
function firstLine(text: string, { start, end }: TextRange): TextRange {
  const lineEnd = text.slice(start, end).search(/\r?\n/);
  return { start, end: lineEnd > 0 ? start + lineEnd : Math.min(end, text.length) };
}
