import type { Template } from './template.ts';

const step = 2;

/** Writes templates in the editor's snippet syntax, one stop after the other. */
export class SnippetWriter {
  private stops = 0;

  constructor(private readonly format: 'yaml' | 'flow' | 'json') {}

  /** A field with its value; `column` is the key's. */
  field(name: string, value: Template, column: number): string {
    if (this.format === 'json') return `${escape(JSON.stringify(name))}: ${this.json(value, column)}`;
    if (this.format === 'flow') return `${escape(flowText(name))}: ${this.flow(value)}`;
    return `${escape(yamlText(name))}:${this.below(value, column)}`;
  }

  /** A value by itself; `column` is that of the line it begins on, in YAML its own. */
  value(value: Template, column: number): string {
    if (this.format === 'flow') return this.flow(value);
    return this.format === 'json' ? this.json(value, column) : this.yamlHere(value, column);
  }

  private json(template: Template, column: number): string {
    const inner = column + step;
    const lines = (items: string[], [open, close]: readonly [string, string]): string =>
      `${open}\n${items.map((item) => spaces(inner) + item).join(',\n')}\n${spaces(column)}${close}`;
    switch (template.kind) {
      case 'fields':
        if (template.fields.length === 0) return lines([this.stop('')], ['{', '\\}']);
        return lines(
          template.fields.map(({ name, value }) => this.field(name, value, inner)),
          ['{', '\\}'],
        );
      case 'list':
        return lines([this.json(template.entry, inner)], ['[', ']']);
      case 'choice':
        return `"${this.choice(template.values)}"`;
      case 'scalar':
        return template.isText ? `"${this.stop(template.text)}"` : this.stop(template.text);
    }
  }

  /** YAML in brackets, on one line. */
  private flow(template: Template): string {
    switch (template.kind) {
      case 'fields': {
        const fields = template.fields.map(({ name, value }) => this.field(name, value, 0));
        return fields.length === 0 ? `{ ${this.stop('')} \\}` : `{ ${fields.join(', ')} \\}`;
      }
      case 'list':
        return `[${this.flow(template.entry)}]`;
      default:
        return this.yamlHere(template, 0);
    }
  }

  /** What follows a key's colon in block YAML; `column` is the key's. */
  below(template: Template, column: number): string {
    const inner = column + step;
    if (template.kind === 'choice' || template.kind === 'scalar') return ` ${this.yamlHere(template, inner)}`;
    return `\n${spaces(inner)}${this.yamlHere(template, inner)}`;
  }

  private yamlHere(template: Template, column: number): string {
    switch (template.kind) {
      case 'fields':
        if (template.fields.length === 0) return this.stop('');
        return template.fields.map(({ name, value }) => this.field(name, value, column)).join(`\n${spaces(column)}`);
      case 'list':
        return `- ${this.yamlHere(template.entry, column + step)}`;
      case 'choice':
        return this.choice(template.values);
      case 'scalar': {
        const needsQuotes = template.isText && template.text !== '' && yamlText(template.text) !== template.text;
        return needsQuotes ? `'${this.stop(template.text)}'` : this.stop(template.text);
      }
    }
  }

  private stop(text: string): string {
    this.stops++;
    return text === '' ? `$${this.stops}` : `\${${this.stops}:${escape(text)}}`;
  }

  private choice(values: readonly string[]): string {
    this.stops++;
    return `\${${this.stops}|${values.map((value) => value.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;
  }
}

/** Plain text in a snippet. */
export function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A text as YAML, in quotes only where it would otherwise be read as something else. */
export function yamlText(text: string): string {
  const isOther = /^(|~|null|true|false|[-+]?(\.?\d.*|\.inf|\.nan))$/i.test(text);
  const isSyntax = /^[\s\-?:,[\]{}#&*!|>'"%@`]|:(\s|$)|\s#|\s$|[\n\t]/.test(text) && !/^-[^\s]/.test(text);
  return isOther || isSyntax ? `'${text.replaceAll("'", "''")}'` : text;
}

/** The same in brackets, where commas and brackets end a plain text. */
export function flowText(text: string): string {
  return /[,[\]{}]/.test(text) && yamlText(text) === text ? `'${text.replaceAll("'", "''")}'` : yamlText(text);
}

function spaces(count: number): string {
  return ' '.repeat(count);
}
