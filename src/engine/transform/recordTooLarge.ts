/** A record, or a file that is not split, is larger than a request may be. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';

  /** @param largest - In bytes. */
  constructor(what: string, largest: number) {
    super(`${what} has more than the ${largest} bytes that MaxPayloadInMB, or the local engine's memory, allows`);
  }
}
