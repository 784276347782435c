/** Bytes that are no UTF-8, in the words of Python's UnicodeDecodeError. */
export class UnicodeDecodeError extends Error {
  override readonly name = 'UnicodeDecodeError';
}

/**
 * `body.strip().decode("utf-8")` of Python: of white space only ASCII's goes, and a byte order mark stays.
 * @throws UnicodeDecodeError
 */
export function strippedText(body: Uint8Array): string {
  let start = 0;
  let end = body.length;
  while (start < end && isSpace(body[start])) start++;
  while (start < end && isSpace(body[end - 1])) end--;
  const bytes = body.subarray(start, end);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const problem = firstProblem(bytes);
    if (problem === undefined) throw error;
    throw new UnicodeDecodeError(`'utf-8' codec can't decode ${problem}`, { cause: error });
  }
}

const isSpace = (byte = 0): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Where the first bytes are that are no character, and why (The Unicode Standard, table 3-7). */
function firstProblem(bytes: Uint8Array): string | undefined {
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lengthOf(lead);
    if (length === 0) return located(bytes, at, at + 1, 'invalid start byte');
    for (let next = at + 1; next < at + length; next++) {
      const byte = bytes[next];
      if (byte === undefined) return located(bytes, at, next, 'unexpected end of data');
      const [low, high] = next === at + 1 ? secondOf(lead) : [0x80, 0xbf];
      if (byte < low || byte > high) return located(bytes, at, next, 'invalid continuation byte');
    }
    at += length;
  }
  return undefined;
}

/** Bytes of the character that a byte begins; 0 for one that begins none. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The range of the second byte. */
function secondOf(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return [0x80, lead === 0xf4 ? 0x8f : 0xbf];
}

function located(bytes: Uint8Array, from: number, to: number, reason: string): string {
  if (to - from > 1) return `bytes in position ${from}-${to - 1}: ${reason}`;
  return `byte 0x${(bytes[from] ?? 0).toString(16).padStart(2, '0')} in position ${from}: ${reason}`;
}
