import { RecordError } from '../fileFailure.ts';

/** An index, or a slice that ends before its end; both count from the end where negative. */
export type PathItem = number | { readonly start?: number; readonly end?: number };

export type PathStep =
  | { readonly kind: 'all' }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'items'; readonly items: readonly PathItem[] };

/** A filter of DataProcessing. */
export interface JsonPath {
  readonly text: string;
  /** None for `$`, which is the whole record. */
  readonly steps: readonly PathStep[];
}

const number = String.raw`-?\d+`;
const item = String.raw`(?:(?:${number})?\s*:\s*(?:${number})?|${number})`;
const name = String.raw`'[^'.]+'`;
const listOf = (one: string): string => String.raw`${one}(?:\s*,\s*${one})*`;

/** A dot may stand before a bracket: the developer guide writes `$.field1.['child1','child2']`. */
const step = new RegExp(
  String.raw`\.?\[\s*(?:(?<all>\*)|(?<names>${listOf(name)})|(?<items>${listOf(item)}))\s*\]|\.(?<child>\*|[^\s.,:'*$[\]]+)`,
  'uy',
);

/**
 * Reads a path of the subset of JSONPath that SageMaker takes: `$`, `.name`, `*`, `['a','b']`, `[0,-1]`, `[1:5]` and, as in the API reference's
 * `$[0,5:]`, indices beside one slice (developer guide, Associate Prediction Results with Input Records).
 * A slice ends before its end: so the guide's "slice() method" and JsonPath have it, and programs that drop a last column with `$[:-1]`; one sentence
 * of the guide calls the end inclusive.
 * @throws RecordError in the service's words where they are known (aws/sagemaker-python-sdk issue 1112).
 */
export function parseJsonPath(text: string): JsonPath {
  const path = text.trim();
  const steps: PathStep[] = [];
  step.lastIndex = 1;
  while (path.startsWith('$') && step.lastIndex < path.length) {
    const at = step.lastIndex;
    const groups = step.exec(path)?.groups;
    if (groups === undefined) throw invalid(text, `'${path.slice(at)}' is no step that is supported`);
    steps.push(stepOf(groups, text));
  }
  if (!path.startsWith('$')) throw invalid(text, 'a path begins with $');
  return { text, steps };
}

function stepOf({ all, child, names, items }: Record<string, string | undefined>, path: string): PathStep {
  if (all !== undefined || child === '*') return { kind: 'all' };
  if (child !== undefined) return { kind: 'names', names: [child] };
  if (names !== undefined)
    return { kind: 'names', names: [...names.matchAll(/'([^']+)'/g)].map(([, one = '']) => one) };
  const parts = (items ?? '').split(',').map((one) => one.trim());
  if (parts.filter((one) => one.includes(':')).length > 1)
    throw invalid(
      path,
      `only single range filters of format (eg: [1:5]) are supported. Format [${items}] is not supported`,
    );
  return { kind: 'items', items: parts.map(itemOf) };
}

function itemOf(text: string): PathItem {
  const [first = '', last] = text.split(':').map((bound) => bound.trim());
  if (last === undefined) return Number(first);
  return { ...(first !== '' && { start: Number(first) }), ...(last !== '' && { end: Number(last) }) };
}

const invalid = (path: string, why: string): RecordError => new RecordError(`Invalid JsonPath: ${path}: ${why}`);

/**
 * The members of a list that a step chooses, in the step's order.
 * @throws RecordError for an index that the list does not have; a slice takes what is there.
 */
export function chosenItems<T>(list: readonly T[], items: readonly PathItem[], path: string): T[] {
  return items.flatMap((one) => {
    if (typeof one !== 'number') return list.slice(one.start, one.end);
    const found = list.at(one);
    if (found === undefined) throw new RecordError(`The filter ${path} names index ${one} of ${list.length}`);
    return [found];
  });
}
