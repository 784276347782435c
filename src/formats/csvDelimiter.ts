const candidates = [',', ';', '\t', '|'].map((delimiter) => delimiter.charCodeAt(0));
const quote = 34;

/** The delimiter that stands most often outside quotes in `bytes[start, stop)`; a comma when there is none. */
export function sniffDelimiter(bytes: Uint8Array, start: number, stop: number): number {
  const counts = new Map(candidates.map((candidate) => [candidate, 0]));
  let quoted = false;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) quoted = !quoted;
    const count = quoted ? undefined : counts.get(byte);
    if (count !== undefined) counts.set(byte, count + 1);
  }
  return candidates.reduce((best, next) => ((counts.get(next) ?? 0) > (counts.get(best) ?? 0) ? next : best));
}
