import { PythonNumber, type PythonObject, type PythonValue } from './pythonValue.ts';

const token =
  /\s*(?:([[\]{},:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9]\d*))(\.\d+)?([eE][+-]?\d+)?(?![\w.])|(true|false|null|NaN|-?Infinity)\b)/y;

/**
 * Reads JSON as Python's `json.loads` does: `1.0` stays a float, integers have no bounds, `NaN` and `Infinity` are numbers.
 * @returns Undefined where `json.loads` would raise.
 */
export function parsePythonJson(text: string): PythonValue | undefined {
  const reader = new Reader(text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ''));
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): PythonValue {
    const value = this.value();
    if (this.at !== this.text.length) throw new SyntaxError('more than one value');
    return value;
  }

  private next(): RegExpExecArray {
    token.lastIndex = this.at;
    const match = token.exec(this.text);
    if (match === null) throw new SyntaxError(`no JSON at ${this.at}`);
    this.at = token.lastIndex;
    return match;
  }

  private value(match = this.next()): PythonValue {
    const [, mark, string, integer, fraction, exponent, word] = match;
    if (mark === '[') return this.list();
    if (mark === '{') return this.object();
    if (string !== undefined) return JSON.parse(string) as string;
    if (word !== undefined) return wordValue(word);
    if (integer === undefined) throw new SyntaxError(`no value at ${this.at}`);
    if (fraction === undefined && exponent === undefined) return new PythonNumber(String(BigInt(integer)));
    return new PythonNumber(floatText(Number(`${integer}${fraction ?? ''}${exponent ?? ''}`)));
  }

  private list(): PythonValue[] {
    const items: PythonValue[] = [];
    for (let match = this.next(); items.length > 0 || match[1] !== ']'; match = this.next()) {
      items.push(this.value(match));
      if (this.ends(']')) break;
    }
    return items;
  }

  private object(): PythonObject {
    const members = new Map<string, PythonValue>();
    for (let match = this.next(); members.size > 0 || match[1] !== '}'; match = this.next()) {
      if (match[2] === undefined || this.next()[1] !== ':') throw new SyntaxError('no member');
      members.set(JSON.parse(match[2]) as string, this.value());
      if (this.ends('}')) break;
    }
    return Object.fromEntries(members);
  }

  private ends(close: string): boolean {
    const [, mark] = this.next();
    if (mark !== close && mark !== ',') throw new SyntaxError(`no ${close} or comma at ${this.at}`);
    return mark === close;
  }
}

function wordValue(word: string): PythonValue {
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  return new PythonNumber(word === 'NaN' ? 'nan' : word === 'Infinity' ? 'inf' : '-inf');
}

/** `repr()` of a float: the shortest digits, with an exponent below 1e-4 and from 1e16 on. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16)
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const plain =
    exponent < 0 ? value.toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - exponent)) : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}
