const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const specialNumber = /^([+-]?)(nan|inf|infinity)$/i;

const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const largestExact = 2 ** 53;

const zero = 48;
const nine = 57;
const minus = 45;
const plus = 43;
const point = 46;
const space = 32;
const tab = 9;
const quote = 34;

/**
 * The number in `bytes[start, end)`, quotes and blanks around it dropped.
 * @returns NaN for a missing value (empty, or `nan`), undefined for text.
 */
export function parseCell(bytes: Uint8Array, start: number, end: number): number | undefined {
  let from = start;
  let to = end;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  if (to - from >= 2 && bytes[from] === quote && bytes[to - 1] === quote) return parseCell(bytes, from + 1, to - 1);
  if (from === to) return NaN;

  let at = from;
  const sign = bytes[at] === minus ? -1 : 1;
  if (bytes[at] === minus || bytes[at] === plus) at++;
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  let afterPoint = false;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      digits++;
      if (afterPoint) decimals++;
    } else if (byte === point && !afterPoint) {
      afterPoint = true;
    } else {
      return parseRare(bytes, from, to);
    }
  }
  // One correctly rounded division gives the nearest double; everything longer goes to the engine's own parser.
  if (digits === 0 || mantissa >= largestExact || decimals >= powersOfTen.length) return parseRare(bytes, from, to);
  return (sign * mantissa) / (powersOfTen[decimals] as number);
}

/** The text of a cell, for a message: without quotes, shortened. */
export function cellText(bytes: Uint8Array, start: number, end: number): string {
  const text = decode(bytes, start, Math.min(end, start + 200))
    .trim()
    .replace(/^"(.*)"$/s, '$1');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function parseRare(bytes: Uint8Array, from: number, to: number): number | undefined {
  const text = decode(bytes, from, to);
  if (plainNumber.test(text)) return Number(text);
  const special = specialNumber.exec(text);
  if (!special) return undefined;
  if (special[2]?.toLowerCase() === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}

function decode(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, to));
}

const isBlank = (byte: number | undefined): boolean => byte === space || byte === tab;
