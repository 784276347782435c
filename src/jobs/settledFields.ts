import type { DefinitionPath } from './definitionReader.ts';

/**
 * Fields that one finding speaks for already: those that the API's model rejects, and absent ones for which a misspelt name stands.
 * What else could be said of them follows from the same slip.
 */
export class SettledFields {
  private readonly keys: ReadonlySet<string>;

  constructor(paths: readonly DefinitionPath[]) {
    this.keys = new Set(paths.map((path) => JSON.stringify(path)));
  }

  /** Whether a field is one of them, or would stand below one. */
  cover(path: DefinitionPath): boolean {
    return path.some((_, index) => this.keys.has(JSON.stringify(path.slice(0, index + 1))));
  }
}
