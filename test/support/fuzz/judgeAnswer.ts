import { cbor } from '@smithy/core/cbor';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { RawAnswer } from './exchange.ts';
import type { FuzzInput } from './fuzzInputs.ts';

const xml = new XMLParser();

/**
 * What is wrong with an answer; undefined when nothing is.
 * @param secrets - What no answer may tell.
 */
export function faultOf(input: FuzzInput, answer: RawAnswer, secrets: readonly string[]): string | undefined {
  const { status, headers, body } = answer;
  if (status === undefined)
    return input.wanted === 'broken' && body.length === 0 ? undefined : 'closed without an answer';
  if (headers.has('access-control-allow-origin')) return 'it lets a web page in';
  const text = body.toString('latin1');
  if (/\n\s+at .*:\d+/.test(text)) return `a stack: ${text.slice(0, 300)}`;
  const secret = secrets.find((word) => text.includes(word));
  if (secret !== undefined) return `it tells ${secret}: ${text.slice(0, 300)}`;
  const isRefused = status >= 400 && status < 500;
  if (input.wanted !== 'answered' && !isRefused) return `not refused: ${status} ${text.slice(0, 200)}`;
  if (status >= 500 && status !== 501) return `a fault of the engine: ${status} ${text.slice(0, 200)}`;
  if (status < 400 || input.isHead) return undefined;
  const code = errorCode(headers, body);
  return code === undefined
    ? `no AWS error: ${status} ${headers.get('content-type')} ${text.slice(0, 200)}`
    : undefined;
}

/** The code of an error that is written as its protocol writes it. */
function errorCode(headers: RawAnswer['headers'], body: Buffer): string | undefined {
  const type = headers.get('content-type') ?? '';
  try {
    if (type === 'application/json')
      return text(JSON.parse(body.toString('utf8')), 'Message') && headers.get('x-amzn-errortype');
    if (type.startsWith('application/x-amz-json')) return text(JSON.parse(body.toString('utf8')), '__type');
    if (type === 'application/cbor') return text(cbor.deserialize(new Uint8Array(body)), '__type');
    if (XMLValidator.validate(body.toString('utf8')) !== true) return undefined;
    const document = xml.parse(body) as Record<string, Record<string, unknown>>;
    return text(document['Error'] ?? document['ErrorResponse']?.['Error'], 'Code');
  } catch {
    return undefined; // the caller reports the whole body
  }
}

function text(value: unknown, member: string): string | undefined {
  const found: unknown = (value as Record<string, unknown> | undefined)?.[member];
  return typeof found === 'string' && found !== '' ? found : undefined;
}
