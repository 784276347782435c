import type { MetricDefinition } from './metricDefinition.ts';
import { fromPythonRegex } from './pythonRegex.ts';
import { requiredLiteral } from './requiredLiteral.ts';
import { messageOf } from '../shared/errors.ts';

export interface MetricValue {
  readonly name: string;
  readonly value: number;
}

/** A definition that cannot be used, and why, in one sentence. */
export interface MetricDefinitionProblem {
  readonly name: string;
  readonly message: string;
}

interface CompiledMetric {
  readonly name: string;
  readonly regex: RegExp;
  readonly literal: string;
  readonly hasTab: boolean;
}

/** Longer lines are searched in their first part only: a pattern with two `.*` costs the square of the length. */
const searchedCharacters = 8192;

/** A job's metric definitions, compiled once. A bad definition is listed in `problems` and the others still work. */
export class MetricExtractor {
  readonly problems: readonly MetricDefinitionProblem[];
  private readonly metrics: readonly CompiledMetric[];

  constructor(definitions: readonly MetricDefinition[]) {
    const problems: MetricDefinitionProblem[] = [];
    const metrics: CompiledMetric[] = [];
    for (const definition of definitions) {
      try {
        metrics.push(compile(definition));
      } catch (error) {
        problems.push({
          name: definition.Name,
          message: `The regex of metric "${definition.Name}" ${messageOf(error)}`,
        });
      }
    }
    this.problems = problems;
    this.metrics = metrics;
  }

  /** The metrics of one log line, in the order of their definitions. A TAB may stand as itself or as CloudWatch's `#011`. */
  extract(message: string): MetricValue[] {
    const found: MetricValue[] = [];
    let line: string | undefined;
    for (const { name, regex, literal, hasTab } of this.metrics) {
      // Most lines hold no metric, and are not worth the work of preparing them.
      if (!hasTab && !message.includes(literal)) continue;
      line ??= searchedPart(message);
      if (!line.includes(literal)) continue;
      const value = parseMetricValue(regex.exec(line)?.[1]);
      if (value !== undefined) found.push({ name, value });
    }
    return found;
  }
}

function compile({ Name, Regex }: MetricDefinition): CompiledMetric {
  const { source, flags } = fromPythonRegex(Regex);
  let regex: RegExp;
  try {
    regex = new RegExp(source, flags);
  } catch (error) {
    throw new SyntaxError(`is not valid: ${messageOf(error)}.`, { cause: error });
  }
  const groups = (new RegExp(`${source}|`).exec('')?.length ?? 1) - 1;
  if (groups === 0) throw new SyntaxError('captures nothing: put parentheses around the value.');
  const literal = flags.includes('i') ? '' : requiredLiteral(source);
  return { name: Name, regex, literal, hasTab: literal.includes('\t') };
}

function searchedPart(message: string): string {
  return message.slice(0, searchedCharacters).replaceAll('#011', '\t').trimEnd();
}

/** A number as Python's `float()` reads it, `nan` and `inf` included; `undefined` for anything else. */
export function parseMetricValue(text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  const special = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i.exec(trimmed);
  if (special) return special[2] ? NaN : special[1] === '-' ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : undefined;
}

/** The round a line speaks of: the number in brackets at its start, as XGBoost prints it, after any bracketed time stamp. */
export function stepOf(message: string): number | undefined {
  const match = /^(?:\[[^\]]*[^\]\d][^\]]*\]|\s)*\[(\d{1,15})\]/.exec(message.slice(0, 200));
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
