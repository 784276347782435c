/** Why the head of a file is no text that an algorithm reads, as one sentence; undefined when it is. */
export function textProblem(head: Uint8Array, title: string): string | undefined {
  // UTF-16 is full of zeros, and text all the same.
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!isUtf16 && isBinary(head)) return `${title} is no CSV nor other text, but binary: choose a file with a table.`;
  if (!isUtf16 && isUtf8(head)) return undefined;
  return `${title} is not UTF-8: open it in its encoding (Reopen with Encoding), then save it as UTF-8 (Save with Encoding).`;
}

/** Zeros stand in no text, and pictures and archives are told by control characters among their first bytes. */
function isBinary(head: Uint8Array): boolean {
  const isControl = (byte: number): boolean => byte < 0x20 && (byte < 0x09 || byte > 0x0d);
  return head.includes(0) || head.subarray(0, 8).some(isControl);
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // As a stream: the last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
