import { startChecksum } from '../../server/body/checksums.ts';

/** Content whose checksum is computed as it passes. */
export class Checksummed {
  private readonly running: ReturnType<typeof startChecksum> | undefined;

  /** @param algorithm - Undefined computes nothing. */
  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    algorithm: string | undefined,
  ) {
    this.running = algorithm === undefined ? undefined : startChecksum(algorithm);
  }

  async *content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.source) {
      this.running?.update(chunk);
      yield chunk;
    }
  }

  /** Base64; call once, when the content is read to its end. */
  value(): string | undefined {
    return this.running?.digest().toString('base64');
  }
}
