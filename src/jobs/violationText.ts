import { closest } from '../shared/closest.ts';
import type { Shape } from '../serviceModel/shape.ts';
import type { Violation } from '../serviceModel/violation.ts';

const usualInstanceType = 'ml.m5.large';

/** What another request calls a field: what is meant, though another name looks more alike. */
const otherNames: Readonly<Record<string, string>> = {
  HyperParameters: 'StaticHyperParameters',
  StaticHyperParameters: 'HyperParameters',
};

/** A violation as a sentence for the author, with the text that would set it right where that is clear. */
export function explainViolation(violation: Violation): { message: string; replacement?: string } {
  const { path, kind, shape, value } = violation;
  const name = nameOf(path);
  switch (kind) {
    case 'required':
      if (path.length === 0) return { message: 'This is empty.' };
      return { message: `${name} is missing.${typeof path.at(-1) === 'number' ? '' : choices(shape)}` };
    case 'unknown':
      return unknownField(name, path.at(-2), shape);
    case 'type':
      return mistyped(name, shape, value);
    case 'enum':
      return unknownValue(name, shape, String(value));
    case 'pattern':
      if (value === '' && isS3Uri(shape)) return { message: emptyUriMessage(path) };
      return { message: patternMessage(name, shape, String(value)) };
    case 'length':
      return { message: lengthMessage(name, shape, value) };
    case 'range':
      return { message: `${name} must be ${bounds(shape)}, but is ${String(value)}.` };
  }
}

function nameOf(path: Violation['path']): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `Entry ${last + 1} of ${String(path.at(-2) ?? 'the list')}` : (last ?? 'This file');
}

function unknownField(
  name: string,
  parent: string | number | undefined,
  shape: Shape,
): { message: string; replacement?: string } {
  const members = shape.type === 'structure' ? Object.keys(shape.members) : [];
  const other = otherNames[name];
  const meant = other !== undefined && members.includes(other) ? other : closest(name, members);
  const owner = typeof parent === 'string' ? ` in ${parent}` : '';
  if (meant !== undefined)
    return { message: `There is no field ${name}${owner}. Did you mean ${meant}?`, replacement: meant };
  const known = members.length > 0 && members.length <= 12 ? ` It may hold ${members.join(', ')}.` : '';
  return { message: `There is no field ${name}${owner}.${known}` };
}

function mistyped(name: string, shape: Shape, value: unknown): { message: string; replacement?: string } {
  const expected = {
    structure: 'fields of its own, indented below it',
    map: 'names with values, indented below it',
    list: 'a list, each entry starting with "- "',
    string: 'text',
    boolean: 'true or false',
    timestamp: 'a time in seconds since 1970',
    integer: 'a whole number',
    long: 'a whole number',
    float: 'a number',
    double: 'a number',
  }[shape.type];
  const given =
    typeof value === 'object' && value !== null
      ? Array.isArray(value)
        ? 'a list'
        : 'a group of fields'
      : JSON.stringify(value);
  if (shape.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { message: `${name} must be text: put ${given} in quotes.`, replacement: `"${value}"` };
  }
  const isNumberShape = ['integer', 'long', 'float', 'double'].includes(shape.type);
  const unquoted = isNumberShape && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  return { message: `${name} must be ${expected}, but is ${given}.`, ...(unquoted ? { replacement: value } : {}) };
}

function unknownValue(name: string, shape: Shape, value: string): { message: string; replacement?: string } {
  const values = shape.type === 'string' ? (shape.enum ?? []) : [];
  const meant = closest(value, values);
  if (meant !== undefined)
    return { message: `${name} cannot be '${value}'. Did you mean ${meant}?`, replacement: meant };
  return { message: `${name} cannot be '${value}'.${choices(shape) || ` ${examples(value, values)}`}` };
}

/** Of a long list what helps: an instance type's family, else a usual one. */
function examples(value: string, values: readonly string[]): string {
  const family = /^ml\.[^.]+\./.exec(value)?.[0];
  const relatives = family === undefined ? [] : values.filter((one) => one.startsWith(family));
  if (relatives.length > 0) return `Of this family there are ${relatives.join(', ')}.`;
  if (values.includes(usualInstanceType)) return `Use one that SageMaker offers, e.g. ${usualInstanceType}.`;
  return `The API knows ${values.length} values, e.g. ${values.slice(0, 3).join(', ')}.`;
}

function choices(shape: Shape): string {
  const values = shape.type === 'string' ? (shape.enum ?? []) : [];
  return values.length > 0 && values.length <= 8 ? ` It is one of ${values.join(', ')}.` : '';
}

function emptyUriMessage(path: Violation['path']): string {
  // The data of a channel alone may be files of the workspace.
  const isData = path.includes('InputDataConfig') && path.at(-1) === 'S3Uri';
  const wanted = isData ? ' or a path relative to this file, e.g. data/train.csv' : ', e.g. s3://bucket/folder';
  return `${nameOf(path)} is empty: give an s3:// URI${wanted}.`;
}

function isS3Uri(shape: Shape): boolean {
  return shape.type === 'string' && (shape.pattern ?? '').startsWith('(https|s3)://');
}

function patternMessage(name: string, shape: Shape, value: string): string {
  const pattern = shape.type === 'string' ? (shape.pattern ?? '') : '';
  if (isS3Uri(shape)) return `${name} must be an s3:// URI, but is '${value}'.`;
  if (pattern.startsWith('[a-zA-Z0-9](-*[a-zA-Z0-9])')) {
    return `${name} may hold letters, digits and hyphens between them only, but is '${value}'.`;
  }
  return `${name} '${value}' does not have the form ${pattern}.`;
}

function lengthMessage(name: string, shape: Shape, value: unknown): string {
  const size =
    typeof value === 'string'
      ? [...value].length
      : Array.isArray(value)
        ? value.length
        : Object.keys(value as object).length;
  const unit = typeof value === 'string' ? 'characters' : 'entries';
  return `${name} must have ${bounds(shape)} ${unit}, but has ${size}.`;
}

function bounds(shape: Shape): string {
  const { min, max } = shape as { min?: number; max?: number };
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  return max === undefined ? `at least ${min ?? 0}` : `at most ${max}`;
}
