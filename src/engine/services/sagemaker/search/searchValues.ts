import type { JsonObject } from '../../../server/jsonService.ts';

/**
 * What a property's name stands for in a resource (API reference, Filter): members parted by dots, of lists any element;
 * `Metrics.<name>` and `Tags.<key>` look into the lists of final metrics and tags.
 */
export function valuesAt(record: unknown, property: string): (string | number | boolean)[] {
  if (Array.isArray(record)) return record.flatMap((item) => valuesAt(item, property));
  if (typeof record !== 'object' || record === null) return [];
  const members = record as JsonObject;
  if (property.startsWith('Metrics.'))
    return named(members['FinalMetricDataList'], { key: 'MetricName', value: 'Value' }, property.slice(8));
  if (property.startsWith('Tags.') && Array.isArray(members['Tags']))
    return named(members['Tags'], { key: 'Key', value: 'Value' }, property.slice(5));
  if (Object.hasOwn(members, property)) return scalars(members[property]);
  for (let dot = property.indexOf('.'); dot > 0; dot = property.indexOf('.', dot + 1)) {
    const head = property.slice(0, dot);
    if (Object.hasOwn(members, head)) return valuesAt(members[head], property.slice(dot + 1));
  }
  return [];
}

function named(list: unknown, { key, value }: { key: string; value: string }, name: string) {
  const items = (Array.isArray(list) ? list : []) as JsonObject[];
  return items.filter((item) => item[key] === name).flatMap((item) => scalars(item[value]));
}

/** A list has the values of its elements; a structure counts as there, by its text. */
function scalars(value: unknown): (string | number | boolean)[] {
  if (Array.isArray(value)) return value.flatMap(scalars);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value];
  return value === undefined || value === null ? [] : [JSON.stringify(value)];
}
