import { RecordError } from '../fileFailure.ts';

/**
 * A JSON value as text without white space between its parts. It says what was read as it was written: a number keeps its digits and an object the
 * order of its members, which `JSON.parse` would change; and it is much smaller than a tree of its parts.
 */
export type JsonText = string;

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
export function* readJsonValues(bytes: Uint8Array): Generator<JsonText> {
  yield* new JsonReader(textOf(bytes)).values();
}

/** Undefined for what is no object. */
export function membersOf(value: JsonText): Map<string, JsonText> | undefined {
  return value.startsWith('{') ? new JsonReader(value).members() : undefined;
}

/** Undefined for what is no array. */
export function itemsOf(value: JsonText): JsonText[] | undefined {
  return value.startsWith('[') ? new JsonReader(value).items() : undefined;
}

export const objectText = (members: Iterable<readonly [name: string, value: JsonText]>): JsonText =>
  `{${Array.from(members, ([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;

export const arrayText = (items: readonly JsonText[]): JsonText => `[${items.join(',')}]`;

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
  /** What was read otherwise than it is written in `JsonText`. */
  private changes = 0;

  constructor(private readonly text: string) {}

  *values(): Generator<JsonText> {
    this.skipBlank();
    while (this.at < this.text.length) {
      yield this.value();
      this.skipBlank();
    }
  }

  members(): Map<string, JsonText> {
    const found = new Map<string, JsonText>();
    this.expect('{');
    if (this.closes('}')) return found;
    do {
      this.skipBlank();
      if (this.text[this.at] !== '"') throw this.wrong('no name');
      const name = this.name();
      this.skipBlank();
      this.expect(':');
      this.skipBlank();
      if (found.has(name)) this.changes++;
      found.set(name, this.value());
    } while (!this.endsWith('}'));
    return found;
  }

  items(): JsonText[] {
    const found: JsonText[] = [];
    this.expect('[');
    if (this.closes(']')) return found;
    do {
      this.skipBlank();
      found.push(this.value());
    } while (!this.endsWith(']'));
    return found;
  }

  private value(): JsonText {
    const opening = this.text[this.at];
    if (opening === '{' || opening === '[') return this.compound(opening);
    if (opening === '"') return this.string();
    const start = this.at;
    literal.lastIndex = start;
    if (!literal.test(this.text) || /[\w.+"-]/.test(this.text[literal.lastIndex] ?? ' ')) throw this.wrong('no value');
    this.at = literal.lastIndex;
    return this.text.slice(start, this.at);
  }

  private compound(opening: '{' | '['): JsonText {
    if (++this.depth > deepest) throw this.wrong(`more than ${deepest} levels`);
    const [start, before] = [this.at, this.changes];
    const parts = opening === '{' ? this.members() : this.items();
    this.depth--;
    if (this.changes === before) return this.text.slice(start, this.at);
    return Array.isArray(parts) ? arrayText(parts) : objectText(parts);
  }

  private name(): string {
    const text = this.string();
    if (!text.includes('\\')) return text.slice(1, -1);
    const name = JSON.parse(text) as string;
    if (JSON.stringify(name) !== text) this.changes++;
    return name;
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
    const start = this.at;
    while (blanks.has(this.text.charCodeAt(this.at))) this.at++;
    if (this.at > start) this.changes++;
  }

  private wrong(what: string, at = this.at, cause?: unknown): RecordError {
    return new RecordError(`there is ${what} at character ${at}, near: ${this.text.slice(at, at + 40)}`, { cause });
  }
}
