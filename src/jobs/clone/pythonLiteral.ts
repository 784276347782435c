import type { JsonObject } from '../definitionReader.ts';

/** A variable, or an expression with one, where a value would stand. */
export class PythonName {
  constructor(readonly name: string) {}
}

/** The keyword arguments of a call, one per line. @param replaced - Members that stand for something else than their value. */
export function pythonArguments(request: JsonObject, replaced: Readonly<Record<string, PythonName>> = {}): string {
  const lines = Object.entries({ ...request, ...replaced }).map(
    ([name, value]) => `    ${name}=${literal(value, '    ')},\n`,
  );
  return `\n${lines.join('')}`;
}

/** A text as Python writes it: what JSON escapes, Python reads the same. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

function literal(value: unknown, indent: string): string {
  if (value instanceof PythonName) return value.name;
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}    `;
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${pythonText(key)}: ${literal(item, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}
