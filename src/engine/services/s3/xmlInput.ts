import { XMLParser } from 'fast-xml-parser';
import { malformedXml } from './s3Errors.ts';

/** An element: text, or children by name, each a list. */
export type XmlElement = string | { readonly [name: string]: readonly XmlElement[] };

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  removeNSPrefix: true,
  isArray: () => true,
});

/**
 * Parses a request's body. Document types, and with them every entity but XML's own, are refused.
 * @throws AwsError MalformedXML, also when the root is not the expected one.
 */
export function parseXml(body: Buffer, root: string): XmlElement {
  const text = body.toString('utf8');
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw malformedXml();
  let parsed: Record<string, readonly unknown[]>;
  try {
    parsed = parser.parse(text, true) as Record<string, readonly unknown[]>;
  } catch {
    throw malformedXml(); // the parser's words are about its own rules
  }
  const [found] = parsed[root] ?? [];
  if (found === undefined) throw malformedXml();
  return found as XmlElement;
}

/** The child elements of a name. */
export function children(element: XmlElement, name: string): readonly XmlElement[] {
  return typeof element === 'string' || !Object.hasOwn(element, name) ? [] : (element[name] ?? []);
}

/** The text of the first child of a name. */
export function childText(element: XmlElement, name: string): string | undefined {
  const [child] = children(element, name);
  return typeof child === 'string' ? decodeEntities(child) : undefined;
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name = '') => {
      if (hex === undefined && decimal === undefined) return named[String(name)] ?? whole;
      const point = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      if (point > 0x10ffff) throw malformedXml();
      return String.fromCodePoint(point);
    },
  );
}
