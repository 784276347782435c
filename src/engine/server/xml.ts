/** What can be written as XML: an array repeats its element; undefined leaves it out. */
export type XmlValue =
  string | number | boolean | undefined | readonly XmlValue[] | { readonly [name: string]: XmlValue };

/**
 * Writes a document.
 * @param namespace - The root's `xmlns`.
 */
export function writeXml(root: string, content: XmlValue, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  return `<${name}>${inner(value)}</${name}>`;
}

function inner(value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) throw new TypeError('a list needs an element name');
  if (typeof value !== 'object') return escapeText(String(value));
  return Object.entries(value)
    .map(([name, child]) => element(name, child))
    .join('');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** Control characters are written as references, as S3 does: keys may hold them. */
function escapeText(text: string): string {
  return text.replace(/[<>&"\u0000-\u001f\u007f]/g, (character) => {
    switch (character) {
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '&':
        return '&amp;';
      case '"':
        return '&quot;';
      default:
        return `&#x${character.charCodeAt(0).toString(16)};`;
    }
  });
}
