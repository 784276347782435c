import { closest } from '../shared/closest.ts';
import type { AlgorithmSpec, HyperparameterProblem, HyperparameterSpec } from './algorithm.ts';

/**
 * Checks the hyperparameters of a request against a built-in algorithm's documentation: names, types, bounds, values, required
 * ones, and (once each is right by itself) what holds between them.
 *
 * @param imageTag - The version of the algorithm's image, where rules differ by it; unknown, only what holds for all is checked.
 * @param unjudged - Names that are given as well, with values that are known to be wrong.
 */
export function validateHyperparameters(
  spec: AlgorithmSpec,
  values: Readonly<Record<string, string>>,
  imageTag?: string,
  unjudged: readonly string[] = [],
): HyperparameterProblem[] {
  const byName = specsByName(spec);
  const problems: HyperparameterProblem[] = [];
  const given = new Map(unjudged.map((name) => [byName.get(name)?.name ?? name, name]));
  for (const [name, value] of Object.entries(values)) {
    const hyperparameter = byName.get(name);
    if (!hyperparameter) {
      problems.push({ name, message: unknownName(spec, name, [...byName.keys()]) });
      continue;
    }
    const twin = given.get(hyperparameter.name);
    if (twin !== undefined) {
      problems.push({ name, message: `${name} and ${twin} are two names of one hyperparameter: send one of them.` });
    }
    given.set(hyperparameter.name, name);
    const message = hyperparameterValueProblem(hyperparameter, name, value);
    if (message !== undefined) problems.push({ name, message });
  }
  for (const hyperparameter of spec.hyperparameters) {
    if (hyperparameter.required !== true || given.has(hyperparameter.name)) continue;
    const { name, description } = hyperparameter;
    problems.push({ name, message: `${name} is required by ${spec.title}: ${description}` });
  }
  if (problems.length > 0 || unjudged.length > 0) return problems;
  return spec.dependencyProblems?.(canonicalHyperparameters(spec, values), imageTag) ?? [];
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Whether Python, Java and JavaScript take the text for the same finite number: no 0x1, no 1_0, no blanks. */
export const isDecimal = (text: string): boolean => decimal.test(text) && Number.isFinite(Number(text));

/** The same values under their canonical names (`learning_rate` becomes `eta`). */
export function canonicalHyperparameters(
  spec: AlgorithmSpec,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const byName = specsByName(spec);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [byName.get(name)?.name ?? name, value.trim()]),
  );
}

function specsByName(spec: AlgorithmSpec): Map<string, HyperparameterSpec> {
  return new Map(
    spec.hyperparameters.flatMap((hyperparameter) =>
      [hyperparameter.name, ...(hyperparameter.aliases ?? [])].map((name) => [name, hyperparameter] as const),
    ),
  );
}

/**
 * What is wrong with one value, in a sentence; undefined when the hyperparameter takes it.
 * @param name - The one of its names that is used.
 */
export function hyperparameterValueProblem(spec: HyperparameterSpec, name: string, text: string): string | undefined {
  const value = text.trim();
  if (spec.alsoTaken?.includes(value) === true) return undefined;
  switch (spec.type) {
    case 'text':
      return undefined;
    case 'categorical':
      return categoryProblem(spec, name, value);
    case 'integer':
      if (!/^[+-]?\d+$/.test(value)) return `${name} must be a whole number${orWords(spec)}, but is ${quoted(value)}.`;
      return boundsProblem(spec, name, value);
    case 'continuous':
      if (!isDecimal(value)) return `${name} must be a number${orWords(spec)}, but is ${quoted(value)}.`;
      return boundsProblem(spec, name, value);
  }
}

function categoryProblem(spec: HyperparameterSpec, name: string, value: string): string | undefined {
  const allowed = spec.values ?? [];
  const items = spec.multiple === true ? value.split(',') : [value];
  const wrong = items.find((item) => !allowed.includes(item));
  if (wrong === undefined) return undefined;
  const guess = closest(wrong, allowed);
  const hint = guess === undefined ? `Use ${listed(allowed)}.` : `Did you mean ${quoted(guess)}?`;
  return `${name} cannot be ${quoted(wrong)}. ${hint}`;
}

function boundsProblem(spec: HyperparameterSpec, name: string, value: string): string | undefined {
  const number = Number(value);
  const { min = -Infinity, max = Infinity, exclusiveMin = false, exclusiveMax = false } = spec;
  const tooLow = exclusiveMin ? number <= min : number < min;
  const tooHigh = exclusiveMax ? number >= max : number > max;
  if (!tooLow && !tooHigh) return undefined;
  const lower = min === -Infinity ? undefined : exclusiveMin ? `greater than ${min}` : `at least ${min}`;
  const upper = max === Infinity ? undefined : exclusiveMax ? `less than ${max}` : `at most ${max}`;
  return `${name} must be ${[lower, upper].filter((bound) => bound !== undefined).join(' and ')}, but is ${value}.`;
}

function unknownName(spec: AlgorithmSpec, name: string, names: readonly string[]): string {
  const guess = closest(name, names);
  const hint = guess === undefined ? '' : ` Did you mean ${quoted(guess)}?`;
  return `${spec.title} has no hyperparameter ${quoted(name)}.${hint}`;
}

const orWords = ({ alsoTaken = [] }: HyperparameterSpec): string =>
  alsoTaken.length === 0 ? '' : ` or ${listed(alsoTaken)}`;

const quoted = (text: string): string => `'${text}'`;

function listed(values: readonly string[]): string {
  const all = values.map(quoted);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
