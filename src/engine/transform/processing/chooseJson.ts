import { RecordError } from '../fileFailure.ts';
import { chosenItems, type JsonPath, type PathStep } from './jsonPath.ts';
import { arrayText, itemsOf, membersOf, objectText, type JsonText } from './jsonText.ts';

/**
 * What a path chooses of a JSON value: the value itself where the path leads to one place; an object of the named members where several names end
 * it; otherwise the list of all that it leads to. What the developer guide leaves open is as in JsonPath, to which it refers: a name that is
 * not there is an error, but left out among several names, and beneath `*`, several indices or a slice.
 * @throws RecordError for what is not there.
 */
export function chooseJson(value: JsonText, path: JsonPath): JsonText {
  let found: readonly JsonText[] = [value];
  let isList = false;
  path.steps.forEach((step, index) => {
    const isLast = index === path.steps.length - 1;
    found = found.flatMap((one) => taken(one, step, { isLast, isList, path: path.text }));
    isList ||= leadsToMany(step, isLast);
  });
  const [only] = found;
  return isList || only === undefined ? arrayText(found) : only;
}

function leadsToMany(step: PathStep, isLast: boolean): boolean {
  if (step.kind === 'all') return true;
  if (step.kind === 'names') return step.names.length > 1 && !isLast;
  return step.items.length > 1 || typeof step.items[0] !== 'number';
}

interface Place {
  readonly isLast: boolean;
  /** Whether the path has led to several places already. */
  readonly isList: boolean;
  readonly path: string;
}

function taken(value: JsonText, step: PathStep, { isLast, isList, path }: Place): readonly JsonText[] {
  if (step.kind === 'all') return itemsOf(value) ?? [...(membersOf(value)?.values() ?? [])];
  if (step.kind === 'items') {
    const items = itemsOf(value);
    if (items !== undefined) return chosenItems(items, step.items, path);
    if (isList) return [];
    throw new RecordError(`The filter ${path} names an index of what is no array`);
  }
  const members = membersOf(value);
  const found = step.names.flatMap((name): [string, JsonText][] => {
    const member = members?.get(name);
    return member === undefined ? [] : [[name, member]];
  });
  const isSingle = step.names.length === 1;
  if (!isList && (members === undefined || (isSingle && found.length === 0)))
    throw new RecordError(`The filter ${path} names '${step.names.join("','")}', which is not there`);
  if (isSingle || !isLast) return found.map(([, member]) => member);
  return members === undefined ? [] : [objectText(new Map(found))];
}
