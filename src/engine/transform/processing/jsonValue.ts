import { RecordError } from '../fileFailure.ts';

/** What a JSON text says, as it says it: a number keeps its digits and an object the order of its members, which `JSON.parse` would change. */
export type JsonValue =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonValue> }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'scalar'; readonly text: string };

/** As deep as Python's own reader goes; deeper ones are an attack on the stack. */
const deepest = 1000;
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blanks = new Set([...' \t\n\r'].map((one) => one.charCodeAt(0)));
/** In a string: what means something else than itself, or may not be there. */
const special = /[\\\u0000-\u001f]/;

/**
 * Reads JSON values that stand one after the other: one document, or JSON Lines. Each is read when it is asked for.
 * @throws RecordError
 */
export function* readJsonValues(bytes: Uint8Array): Generator<JsonValue> {
  yield* new JsonReader(textOf(bytes)).values();
}

/** Without white space between its parts. */
export function jsonText(value: JsonValue): string {
  if (value.kind === 'scalar') return value.text;
  if (value.kind === 'array') return `[${value.items.map(jsonText).join(',')}]`;
  return `{${[...value.members].map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`).join(',')}}`;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RecordError('it is not UTF-8', { cause: error });
  }
}

class JsonReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  *values(): Generator<JsonValue> {
    this.skipBlank();
    while (this.at < this.text.length) {
      yield this.value();
      this.skipBlank();
    }
  }

  private value(): JsonValue {
    const opening = this.text[this.at];
    if (opening === '{' || opening === '[') {
      if (++this.depth > deepest) throw this.wrong(`more than ${deepest} levels`);
      this.at++;
      const value: JsonValue =
        opening === '{' ? { kind: 'object', members: this.members() } : { kind: 'array', items: this.items() };
      this.depth--;
      return value;
    }
    if (opening === '"') return { kind: 'scalar', text: this.string() };
    literal.lastIndex = this.at;
    const text = literal.exec(this.text)?.[0];
    if (text === undefined || /[\w.+"-]/.test(this.text[this.at + text.length] ?? ' ')) throw this.wrong('no value');
    this.at += text.length;
    return { kind: 'scalar', text };
  }

  private members(): Map<string, JsonValue> {
    const found = new Map<string, JsonValue>();
    if (this.closes('}')) return found;
    do {
      this.skipBlank();
      if (this.text[this.at] !== '"') throw this.wrong('no name');
      const text = this.string();
      const name = text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
      this.skipBlank();
      this.expect(':');
      this.skipBlank();
      found.set(name, this.value());
    } while (!this.endsWith('}'));
    return found;
  }

  private items(): JsonValue[] {
    const found: JsonValue[] = [];
    if (this.closes(']')) return found;
    do {
      this.skipBlank();
      found.push(this.value());
    } while (!this.endsWith(']'));
    return found;
  }

  /** With its quotes and escapes. */
  private string(): string {
    const start = this.at;
    for (;;) {
      this.at = this.text.indexOf('"', this.at + 1);
      if (this.at < 0) throw this.wrong('a string without an end', start);
      let slashes = 0;
      while (this.text[this.at - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 0) break;
    }
    const text = this.text.slice(start, ++this.at);
    if (!special.test(text)) return text;
    try {
      JSON.parse(text);
    } catch (error) {
      throw this.wrong('no string', start, error);
    }
    return text;
  }

  /** Whether what was opened is empty. */
  private closes(end: string): boolean {
    this.skipBlank();
    if (this.text[this.at] !== end) return false;
    this.at++;
    return true;
  }

  /** Passes over a comma, or over the end. */
  private endsWith(end: string): boolean {
    if (this.closes(end)) return true;
    this.expect(',');
    return false;
  }

  private expect(mark: string): void {
    if (this.text[this.at] !== mark) throw this.wrong(`no '${mark}'`);
    this.at++;
  }

  private skipBlank(): void {
    while (blanks.has(this.text.charCodeAt(this.at))) this.at++;
  }

  private wrong(what: string, at = this.at, cause?: unknown): RecordError {
    return new RecordError(`there is ${what} at character ${at}, near: ${this.text.slice(at, at + 40)}`, { cause });
  }
}
