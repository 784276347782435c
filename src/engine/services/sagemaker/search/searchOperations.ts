import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject, JsonOperation } from '../../../server/jsonService.ts';
import { compileExpression, type SearchExpression } from './searchExpression.ts';
import type { SearchSource } from './searchSource.ts';
import { valuesAt } from './searchValues.ts';

interface Hit {
  readonly key: string | number | boolean | undefined;
  readonly name: string;
  readonly record: JsonObject;
}

/** The service's own bound for suggestions is not documented; the console shows ten. */
const mostSuggestions = 10;

/** Search and GetSearchSuggestions; of kinds of resources that the engine does not have, there are none. */
export function searchOperations(sources: readonly SearchSource[]): Record<string, JsonOperation> {
  const find = (input: JsonObject): SearchSource | undefined =>
    sources.find(({ resource }) => resource === input['Resource']);
  return {
    Search: async (input) => {
      const source = find(input);
      return source === undefined ? { Results: [], TotalHits: totalHits(0) } : search(source, input);
    },
    GetSearchSuggestions: async (input) => {
      const source = find(input);
      const query = input['SuggestionQuery'] as { PropertyNameQuery?: { PropertyNameHint: string } } | undefined;
      const names =
        source === undefined ? [] : await suggestions(source, query?.PropertyNameQuery?.PropertyNameHint ?? '');
      return { PropertyNameSuggestions: names.map((PropertyName) => ({ PropertyName })) };
    },
  };
}

async function search(source: SearchSource, input: JsonObject): Promise<JsonObject> {
  if (input['VisibilityConditions'] !== undefined)
    throw new AwsError('ValidationException', 'The local engine does not know VisibilityConditions: leave them out.');
  const isProperty = (name: string): boolean => source.properties.includes(name.split('.')[0] ?? '');
  const sortBy = (input['SortBy'] as string | undefined) ?? 'LastModifiedTime';
  if (!isProperty(sortBy)) throw new AwsError('ValidationException', `Unknown property name: ${sortBy}.`);
  const direction = input['SortOrder'] === 'Ascending' ? 1 : -1;
  const matches = compileExpression((input['SearchExpression'] as SearchExpression | undefined) ?? {}, isProperty);
  const after = input['NextToken'] === undefined ? undefined : decode(input['NextToken'] as string, sortBy, direction);

  const limit = (input['MaxResults'] as number | undefined) ?? 10;
  const best: Hit[] = [];
  let hits = 0;
  let rest = 0;
  for await (const record of source.records()) {
    if (!matches(record)) continue;
    hits++;
    const hit: Hit = { key: valuesAt(record, sortBy)[0], name: String(record[source.nameProperty]), record };
    if (after !== undefined && direction * compare(hit, after) <= 0) continue;
    rest++;
    insert(best, hit, direction);
    if (best.length > limit) best.pop(); // memory holds a page, not all hits
  }
  const last = best.at(-1);
  return {
    Results: best.map(({ record }) => ({ [source.resource]: record })),
    ...(last !== undefined && rest > best.length ? { NextToken: encode(last, sortBy, direction) } : {}),
    TotalHits: totalHits(hits),
  };
}

function insert(page: Hit[], hit: Hit, direction: number): void {
  let index = page.length;
  while (index > 0 && direction * compare(hit, page[index - 1] ?? hit) < 0) index--;
  page.splice(index, 0, hit);
}

type Place = Pick<Hit, 'key' | 'name'>;

/** Resources without the property come first when ascending. */
function compare(a: Place, b: Place): number {
  const byKey = order(a.key, b.key);
  return byKey === 0 ? order(a.name, b.name) : byKey;
}

function order(a: Place['key'], b: Place['key']): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}

const totalHits = (count: number): JsonObject => ({ Value: count, Relation: 'EqualTo' });

/** The token holds the last hit's place, so that what comes or goes between two pages is neither repeated nor left out. */
function encode({ key, name }: Place, sortBy: string, direction: number): string {
  return Buffer.from(JSON.stringify([1, sortBy, direction, key ?? null, name])).toString('base64url');
}

function decode(token: string, sortBy: string, direction: number): Place {
  try {
    const parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown[];
    const [version, by, way, key, name] = parsed;
    if (version === 1 && by === sortBy && way === direction && typeof name === 'string')
      return { key: (key ?? undefined) as Place['key'], name };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error; // else it is no token of ours either
  }
  throw new AwsError('ValidationException', 'Invalid pagination token given.');
}

/** Names of properties that are there in some resource, with those of hyperparameters, metrics and tags. */
async function suggestions(source: SearchSource, hint: string): Promise<string[]> {
  const names = new Set(source.properties);
  for await (const record of source.records()) {
    for (const name of Object.keys((record['HyperParameters'] as JsonObject | undefined) ?? {}))
      names.add(`HyperParameters.${name}`);
    for (const { MetricName } of (record['FinalMetricDataList'] as { MetricName: string }[] | undefined) ?? [])
      names.add(`Metrics.${MetricName}`);
    for (const { Key } of (record['Tags'] as { Key: string }[] | undefined) ?? []) names.add(`Tags.${Key}`);
  }
  const wanted = hint.toLowerCase();
  return [...names]
    .filter((name) => name.toLowerCase().includes(wanted))
    .sort()
    .slice(0, mostSuggestions);
}
