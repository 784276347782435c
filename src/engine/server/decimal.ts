import { randomUUID } from 'node:crypto';
import type { DecimalMembers } from '../../serviceModel/serviceModel.ts';

/** Nobody outside knows it, so no text of a user is taken for a number. */
const mark = randomUUID();
const marked = new RegExp(`"${mark}([^"]*)"`, 'g');

/** A number that the service's model calls a float: AWS writes 4 as 4.0, and a client in Python tells a float from an int by that. */
export class Decimal {
  constructor(readonly value: number) {}

  toJSON(): unknown {
    return Number.isInteger(this.value) ? mark + String(this.value) : this.value;
  }
}

/** As `JSON.stringify`, with a decimal point in every `Decimal`. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes(mark)) return text;
  return text.replace(marked, (_, number: string) => (number.includes('e') ? number : `${number}.0`));
}

/** An answer whose members that `members` names are decimals. */
export function withDecimals(value: unknown, members: DecimalMembers | 1): unknown {
  if (Array.isArray(value)) return value.map((item) => withDecimals(item, members));
  if (members === 1) return typeof value === 'number' ? new Decimal(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const found = Object.entries(members).filter(([name]) => Object.hasOwn(value, name));
  const changed = found.map(([name, inner]) => [name, withDecimals((value as Record<string, unknown>)[name], inner)]);
  return { ...value, ...Object.fromEntries(changed) };
}
