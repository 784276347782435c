/** A number as Python has it: `1` and `1.0` differ, and integers have no bounds. */
export class PythonNumber {
  /** @param text - What `str()` and `json.dumps` make of it. */
  constructor(readonly text: string) {}

  get isTrue(): boolean {
    return !['0', '0.0', '-0.0'].includes(this.text);
  }
}

/** What `json.loads` gives. */
export type PythonValue = null | boolean | string | PythonNumber | PythonValue[] | PythonObject;
export interface PythonObject {
  readonly [key: string]: PythonValue;
}

/** What `str()` makes of it. */
export function pythonStr(value: PythonValue): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** `json.dumps(value, sort_keys=True, separators=(",", ":"))`, as the training toolkit writes its variables. */
export function pythonJson(value: PythonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return asciiJson(value);
  if (value instanceof PythonNumber)
    return { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' }[value.text] ?? value.text;
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(',')}]`;
  const members = sortedEntries(value).map(([key, member]) => `${asciiJson(key)}:${pythonJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Whether `if value:` holds. */
export function isTrue(value: PythonValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (value instanceof PythonNumber) return value.isTrue;
  return typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value);
}

export function isPythonObject(value: PythonValue): value is PythonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonNumber);
}

/** Sorted by key, as Python's `sorted` does. */
export function sortedEntries(value: PythonObject): [string, PythonValue][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function pythonRepr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof PythonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${quoted(key)}: ${pythonRepr(member)}`);
  return `{${members.join(', ')}}`;
}

/** Double quotes only where that spares escaping. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const names: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', [quote]: `\\${quote}` };

  const escaped = text.replace(/[\\\u0000-\u001f\u007f'"]/g, (one) => {
    if (one === "'" || one === '"') return one === quote ? `\\${quote}` : one;
    return names[one] ?? `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return quote + escaped + quote;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (one) =>
    one === '\u007f' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
