import { AwsError } from '../../server/awsError.ts';
import type { Dimension, MetricSource } from '../../store/metricStore.ts';

/** What a request or an answer holds, whatever the protocol: instants are Dates in answers. */
export type Members = Readonly<Record<string, unknown>>;

export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);

/** @throws AwsError MissingRequiredParameterException. */
export function requiredText(members: Members, name: string): string {
  const text = optionalText(members, name);
  if (text === undefined || text === '') throw missing(name);
  return text;
}

export function optionalText(members: Members, name: string): string | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalidValue(`The parameter ${name} must be a string.`);
}

/** Epoch milliseconds, from seconds (JSON), a tagged number (CBOR) or ISO 8601 (query). */
export function requiredInstant(members: Members, name: string): number {
  const value = members[name];
  if (value === undefined || value === null) throw missing(name);
  const instant = instantOf(value);
  if (instant !== undefined) return instant;
  throw invalidValue(`The parameter ${name} must be a timestamp.`);
}

function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value * 1000;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null && 'value' in value) return instantOf(value.value);
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** In the query protocol numbers are text. */
export function requiredNumber(members: Members, name: string): number {
  const number = optionalNumber(members, name);
  if (number === undefined) throw missing(name);
  return number;
}

export function optionalNumber(members: Members, name: string): number | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw invalidValue(`The parameter ${name} must be a number.`);
}

export function listOf(members: Members, name: string): readonly unknown[] {
  const value = members[name];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw invalidValue(`The parameter ${name} must be a list.`);
}

export function membersOf(value: unknown, name: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw invalidValue(`The parameter ${name} must be a structure.`);
}

/** The namespace and the dimensions of a request. */
export function sourceIn(members: Members): MetricSource {
  const dimensions = listOf(members, 'Dimensions').map((each): Dimension => {
    const dimension = membersOf(each, 'Dimensions');
    return { Name: requiredText(dimension, 'Name'), Value: requiredText(dimension, 'Value') };
  });
  return { namespace: requiredText(members, 'Namespace'), dimensions: sorted(dimensions) };
}

/** The order of dimensions means nothing. */
function sorted(dimensions: readonly Dimension[]): Dimension[] {
  return [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

const missing = (name: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`);
