import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function missing(what: 'log group' | 'log stream'): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified ${what} does not exist.`);
}

export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new AwsError('SerializationException', `The member ${name} is not a string.`);
}

export function requiredName(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined) throw constraint('null', name, 'Member must not be null');
  checkName(name, value);
  return value;
}

/** A log group given by name, or by name or ARN in `logGroupIdentifier`. */
export function groupName(input: JsonObject): string {
  const identifier = optionalText(input, 'logGroupIdentifier');
  if (identifier === undefined) return requiredName(input, 'logGroupName');
  const name = identifier.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)(:\*)?$/, '$1');
  checkName('logGroupIdentifier', name);
  return name;
}

export function optionalNumber(input: JsonObject, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new AwsError('SerializationException', `The member ${name} is not a number.`);
}

/** A page's limit, from 1 to `max`. */
export function pageLimit(input: JsonObject, max: number): number {
  const limit = optionalNumber(input, 'limit') ?? max;
  if (limit < 1) throw constraint(String(limit), 'limit', 'Member must have value greater than or equal to 1');
  if (limit > max) throw constraint(String(limit), 'limit', `Member must have value less than or equal to ${max}`);
  return Math.floor(limit);
}

function checkName(member: string, value: string): void {
  if (value.length < 1) throw constraint(value, member, 'Member must have length greater than or equal to 1');
  if (value.length > 512) throw constraint(value, member, 'Member must have length less than or equal to 512');
  const pattern = member === 'logStreamName' ? /^[^:*]*$/ : /^[.\-_/#A-Za-z0-9]+$/;
  if (!pattern.test(value)) {
    throw constraint(value, member, `Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);
  }
}

function constraint(value: string, member: string, rule: string): AwsError {
  const shown = value === 'null' ? 'null' : `'${value}'`;
  return invalidParameter(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
