import type { AlgorithmSpec, HyperparameterSpec } from '../../catalog/algorithm.ts';
import { objectiveMetrics } from '../../catalog/objectiveMetrics.ts';
import { valueAt } from '../trainingJobValue.ts';
import { objectivePathOf, rangeLists, rangesPathOf, tunedRanges } from '../tuningValue.ts';
import { valueAtPlace, type Completion, type Place } from './completion.ts';
import { hyperparameterText } from './shapeText.ts';

/** What a tuning job can search over and optimize; undefined where the catalogue has no say. */
export function completeTuning(place: Place, spec: AlgorithmSpec | undefined): Completion[] | undefined {
  const { cursor, part } = place;
  if (part === undefined || spec === undefined) return undefined;
  const path = cursor.path.map(String);
  const [ranges, objective] = [rangesPathOf(part.at), objectivePathOf(part.at)];
  if (cursor.kind === 'value' && path.join('.') === [...objective, 'MetricName'].join('.')) return metrics(place, spec);
  const within = isBelow(path, ranges) ? path.slice(ranges.length) : [];
  const [list, index, member] = within;
  const type = rangeLists[list as keyof typeof rangeLists] as (typeof rangeLists)[keyof typeof rangeLists] | undefined;
  if (type === undefined || index === undefined) return undefined;
  if (member === 'Name' && cursor.kind === 'value') return tunable(place, spec, type, Number(index));
  if (member !== 'Values' && member !== 'MinValue' && member !== 'MaxValue') return undefined;
  const name = valueAt(place.outline.value, [...ranges, list ?? '', Number(index), 'Name']);
  const facts = spec.hyperparameters.find((one) => one.name === name || one.aliases?.includes(String(name)));
  if (facts === undefined) return undefined;
  if (member === 'Values') return values(place, facts);
  return cursor.kind === 'value' ? bound(place, facts, member) : undefined;
}

function isBelow(path: readonly string[], above: readonly (string | number)[]): boolean {
  return above.every((step, index) => path[index] === String(step));
}

/** Those of what the model is judged by first. */
function metrics(place: Place, spec: AlgorithmSpec): Completion[] {
  return objectiveMetrics(spec).map(({ name, goal }, index) =>
    valueAtPlace(place, name, {
      kind: 'value',
      order: (name.startsWith('validation:') ? 0 : name.startsWith('test:') ? 1_000 : 2_000) + index,
      detail: goal,
    }),
  );
}

/** What is not tuned yet and can be, in ranges of this kind. */
function tunable(place: Place, spec: AlgorithmSpec, type: string, own: number): Completion[] {
  const used = tunedRanges(place.outline.value, place.part?.at ?? []).filter(
    ({ at }) => at.at(-1) !== own || rangeLists[at.at(-2) as keyof typeof rangeLists] !== type,
  );
  const fits = ({ type: is }: HyperparameterSpec): boolean =>
    is === type || (type === 'integer' && is === 'continuous');
  return spec.hyperparameters
    .filter((one) => one.tunable === true && (fits(one) || type === 'categorical'))
    .filter((one) => !used.some(({ name }) => name === one.name))
    .map((one, index) =>
      valueAtPlace(place, one.name, {
        kind: 'hyperparameter',
        order: (one.type === type ? 0 : 100) + index,
        detail: hyperparameterText(one),
        documentation: one.description,
      }),
    );
}

function values(place: Place, { values: all = [] }: HyperparameterSpec): Completion[] {
  const list = valueAt(place.outline.value, place.cursor.path.slice(0, place.cursor.path.indexOf('Values') + 1));
  const given = Array.isArray(list) ? list.map(String) : [];
  return all
    .filter((value) => !given.includes(value))
    .map((value, order) => valueAtPlace(place, value, { kind: 'value', order }));
}

/** The end of what the algorithm takes. */
function bound(place: Place, { min, max }: HyperparameterSpec, member: 'MinValue' | 'MaxValue'): Completion[] {
  const end = member === 'MinValue' ? min : max;
  if (end === undefined) return [];
  return [
    valueAtPlace(place, String(end), {
      kind: 'value',
      order: 0,
      detail: `the algorithm's ${member === 'MinValue' ? 'least' : 'most'}`,
    }),
  ];
}
