import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import type { TextRange } from '../finding.ts';

/** A place in a definition where something can be written. */
export interface Cursor {
  /** `start`: a key, an entry or a value begins here; `value`: after a key and its colon. */
  readonly kind: 'start' | 'value';
  /** Of the mapping, list or value that would grow. */
  readonly path: DefinitionPath;
  /** What is replaced: quotes, and indentation that is wrong, are part of it. */
  readonly range: TextRange;
  /** What of the range stands before the word that is being written. */
  readonly before: string;
  /** The column of what begins here, in characters from 0. */
  readonly column: number;
  /** What the inserted text needs ahead of it: the right indentation, or the space after a colon. */
  readonly lead: string;
  /** What it needs behind it: JSON's comma. */
  readonly trail: string;
  /** Where JSON lacks the comma after the member before. */
  readonly missingComma?: number;
  /** Whether the key that is being written has its colon already. */
  readonly hasColon: boolean;
  /** In block YAML, after a key that has no value yet: where its colon ends. */
  readonly colon?: number;
}

/** A definition read for its shape only, which a half-written one has as well; every scalar is text. */
export interface Outline {
  /** `flow`: at the cursor YAML is in brackets. */
  readonly format: 'yaml' | 'flow' | 'json';
  readonly value: JsonObject;
  /** Undefined in comments, block scalars, and where nothing can begin. */
  readonly cursor: Cursor | undefined;
}

/** A plain entry even for a name such as `__proto__`. */
export function put(node: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(node, key, { value, enumerable: true, writable: true, configurable: true });
}
