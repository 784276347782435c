import type { HyperparameterSpec } from '../../catalog/algorithm.ts';
import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { Shape } from '../../serviceModel/shape.ts';

/** What a value may be, in a few words: `text, 1 to 63 characters`. */
export function shapeText(model: ServiceModel, shape: Shape): string {
  switch (shape.type) {
    case 'structure':
      return 'fields';
    case 'map':
      return counted('names with texts', shape, 'entries');
    case 'list': {
      const element = model.shape(shape.member);
      const what = element.type === 'structure' ? `list of ${shape.member}` : `list of ${plural(element)}`;
      return counted(what, shape, 'entries');
    }
    case 'string':
      return shape.enum === undefined ? counted('text', shape, 'characters') : `one of ${shape.enum.length} values`;
    case 'boolean':
      return 'true or false';
    case 'timestamp':
      return 'time in seconds since 1970';
    case 'integer':
    case 'long':
      return counted('whole number', shape, '');
    default:
      return counted('number', shape, '');
  }
}

/** `whole number, at least 1, default 100`. */
export function hyperparameterText(spec: HyperparameterSpec): string {
  const kind = { integer: 'whole number', continuous: 'number', categorical: 'one of its values', text: 'text' }[
    spec.type
  ];
  const lower =
    spec.min === undefined ? '' : spec.exclusiveMin === true ? `greater than ${spec.min}` : `at least ${spec.min}`;
  const upper =
    spec.max === undefined ? '' : spec.exclusiveMax === true ? `less than ${spec.max}` : `at most ${spec.max}`;
  const standard = spec.default === undefined || spec.default === '' ? '' : `default ${spec.default}`;
  const parts = [kind, lower, upper, spec.required === true ? 'required' : '', standard];
  return parts.filter((part) => part !== '').join(', ');
}

function counted(what: string, { min, max }: { readonly min?: number; readonly max?: number }, unit: string): string {
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (max === undefined)
    return min === undefined || (unit !== '' && min === 0) ? what : `${what}, at least ${min}${suffix}`;
  return min === undefined || (unit !== '' && min === 0)
    ? `${what}, at most ${max}${suffix}`
    : `${what}, ${min} to ${max}${suffix}`;
}

function plural(shape: Shape): string {
  return shape.type === 'string' ? 'texts' : shape.type === 'list' ? 'lists' : 'values';
}
