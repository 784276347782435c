import type { DefinitionPath } from './definitionReader.ts';

/** Absent fields for which a misspelt name stands in the definition. */
export class MisspeltFields {
  private readonly keys: ReadonlySet<string>;

  constructor(paths: readonly DefinitionPath[]) {
    this.keys = new Set(paths.map((path) => JSON.stringify(path)));
  }

  /** Whether a field is one of them, or would stand below one. */
  cover(path: DefinitionPath): boolean {
    return path.some((_, index) => this.keys.has(JSON.stringify(path.slice(0, index + 1))));
  }
}
