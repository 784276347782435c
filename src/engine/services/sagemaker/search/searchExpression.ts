import { AwsError } from '../../../server/awsError.ts';
import { valuesAt } from './searchValues.ts';

interface SearchFilter {
  readonly Name: string;
  readonly Operator?: string;
  readonly Value?: string;
}

/** The request's own tree (API reference, SearchExpression). */
export interface SearchExpression {
  readonly Filters?: readonly SearchFilter[];
  readonly NestedFilters?: readonly {
    readonly NestedPropertyName: string;
    readonly Filters: readonly SearchFilter[];
  }[];
  readonly SubExpressions?: readonly SearchExpression[];
  readonly Operator?: 'And' | 'Or';
}

type Test = (record: unknown) => boolean;
type Scalar = string | number | boolean;

/**
 * @param isProperty - Whether the resource has such a member.
 * @throws AwsError ValidationException for a filter that means nothing.
 */
export function compileExpression(expression: SearchExpression, isProperty: (name: string) => boolean): Test {
  const tests: Test[] = [
    ...(expression.Filters ?? []).map((filter) => compileFilter(filter, isProperty)),
    ...(expression.NestedFilters ?? []).map(({ NestedPropertyName, Filters }) =>
      compileNested(NestedPropertyName, Filters, isProperty),
    ),
    ...(expression.SubExpressions ?? []).map((each) => compileExpression(each, isProperty)),
  ];
  if (tests.length === 0) return () => true;
  return expression.Operator === 'Or'
    ? (record) => tests.some((test) => test(record))
    : (record) => tests.every((test) => test(record));
}

/** All filters hold for one and the same element of the list. */
function compileNested(list: string, filters: readonly SearchFilter[], isProperty: (name: string) => boolean): Test {
  checkName(list, isProperty);
  const tests = filters.map((filter) => {
    const name = filter.Name.startsWith(`${list}.`) ? filter.Name.slice(list.length + 1) : filter.Name;
    return compileFilter({ ...filter, Name: name }, () => true);
  });
  return (record) => {
    const elements = (record as Record<string, unknown>)[list];
    return Array.isArray(elements) && elements.some((element) => tests.every((test) => test(element)));
  };
}

function compileFilter(filter: SearchFilter, isProperty: (name: string) => boolean): Test {
  const { Name: name, Value: value } = filter;
  const operator = filter.Operator ?? (value === undefined ? 'Exists' : 'Equals');
  checkName(name, isProperty);
  if (operator === 'Exists') return (record) => valuesAt(record, name).length > 0;
  if (operator === 'NotExists') return (record) => valuesAt(record, name).length === 0;
  if (value === undefined)
    throw new AwsError('ValidationException', `The filter on ${name} needs a Value for the operator ${operator}.`);
  if (operator === 'NotEquals') {
    return (record) => {
      const values = valuesAt(record, name);
      return values.length > 0 && !values.some((found) => compared(found, value, name) === 0);
    };
  }
  const holds = comparison(operator, value, name);
  return (record) => valuesAt(record, name).some(holds);
}

function comparison(operator: string, value: string, name: string): (found: Scalar) => boolean {
  const ordered = (accepts: (order: number) => boolean) => {
    if (numberIn(value) === undefined && instantIn(value) === undefined)
      throw new AwsError(
        'ValidationException',
        `The operator ${operator} is not supported for the text '${value}' (${name}).`,
      );
    return (found: Scalar) => {
      const order = compared(found, value, name);
      return order !== undefined && accepts(order);
    };
  };
  switch (operator) {
    case 'Contains':
      return (found) => String(found).includes(value);
    case 'In': {
      const wanted = new Set(value.split(',').map((each) => each.trim()));
      return (found) => wanted.has(String(found));
    }
    case 'GreaterThan':
      return ordered((order) => order > 0);
    case 'GreaterThanOrEqualTo':
      return ordered((order) => order >= 0);
    case 'LessThan':
      return ordered((order) => order < 0);
    case 'LessThanOrEqualTo':
      return ordered((order) => order <= 0);
    default:
      return (found) => compared(found, value, name) === 0;
  }
}

/**
 * The order of a value and what it is compared with: below, at or above 0. A decimal hyperparameter counts as whole beside a whole
 * number; timestamps, in epoch seconds, are compared with ISO 8601 texts (API reference, Filter).
 */
function compared(found: Scalar, wanted: string, name: string): number | undefined {
  const number = numberIn(wanted);
  if (number !== undefined) {
    const mine = typeof found === 'number' ? found : numberIn(String(found));
    if (mine === undefined) return undefined;
    const whole = name.startsWith('HyperParameters.') && !wanted.includes('.') && Number.isInteger(number);
    return (whole ? Math.trunc(mine) : mine) - number;
  }
  const instant = typeof found === 'number' ? instantIn(wanted) : undefined;
  if (instant !== undefined) return Number(found) - instant / 1000;
  const text = String(found);
  return text === wanted ? 0 : text < wanted ? -1 : 1;
}

function numberIn(text: string): number | undefined {
  const number = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Without a zone, UTC. */
function instantIn(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? undefined : instant;
}

function checkName(name: string, isProperty: (name: string) => boolean): void {
  if (!isProperty(name)) throw new AwsError('ValidationException', `Unknown property name: ${name}.`);
}
