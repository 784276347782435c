import type { ParsedDefinition } from './definition.ts';
import type { DefinitionPath } from './definitionReader.ts';
import type { Finding } from './finding.ts';
import { valueAt } from './trainingJobValue.ts';
import type { Settled } from './trainingPart.ts';

/** Collects what is said of a tuning job's definition, but for fields of which enough is said. */
export class TuningReport {
  readonly findings: Finding[] = [];

  constructor(
    private readonly definition: ParsedDefinition,
    readonly settled: Settled,
  ) {}

  /** A value, unless enough is said of it. */
  valueAt(path: DefinitionPath): unknown {
    return this.settled.cover(path) ? undefined : valueAt(this.definition.value, path);
  }

  /** Marks a value, or what is missing at its nearest parent. */
  add(path: DefinitionPath, code: string, message: string, more: Partial<Finding> = {}): void {
    if (this.settled.cover(path)) return;
    this.findings.push({ ...this.definition.rangeOf(path), severity: 'error', code, message, ...more });
  }

  /** Marks a field's name. */
  addAtKey(path: DefinitionPath, code: string, message: string, more: Partial<Finding> = {}): void {
    this.add(path, code, message, { ...this.definition.keyRangeOf(path), ...more });
  }
}
