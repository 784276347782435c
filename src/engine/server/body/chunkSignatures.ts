import type { Authorization } from '../signature/authorization.ts';
import { sha256 } from '../signature/canonicalRequest.ts';
import { Refusal } from '../signature/refusal.ts';
import { equalSignatures, scopeText, type Signer } from '../signature/signer.ts';
import type { ChunkObserver } from './awsChunked.ts';

const emptyHash = sha256('');

/** Verifies the chain of signatures of `STREAMING-AWS4-HMAC-SHA256-PAYLOAD` and `…-TRAILER`, seeded by the request's own. */
export class ChunkSignatures implements ChunkObserver {
  private previous: string;

  /** @param hasTrailer - The trailing headers are signed as well. */
  constructor(
    private readonly signer: Signer,
    private readonly auth: Authorization,
    private readonly hasTrailer: boolean,
  ) {
    this.previous = auth.signature;
  }

  chunk(content: Buffer, signature: string | undefined): void {
    this.verify('AWS4-HMAC-SHA256-PAYLOAD', [emptyHash, sha256(content)], signature);
  }

  trailers(headers: ReadonlyMap<string, string>): void {
    if (!this.hasTrailer) return;
    const lines = [...headers].filter(([name]) => name !== trailerSignature);
    const text = lines.map(([name, value]) => `${name}:${value}\n`).join('');
    this.verify('AWS4-HMAC-SHA256-TRAILER', [sha256(text)], headers.get(trailerSignature));
  }

  private verify(algorithm: string, hashes: readonly string[], signature: string | undefined): void {
    const { scope, time } = this.auth;
    const text = [algorithm, time, scopeText(scope), this.previous, ...hashes].join('\n');
    const expected = this.signer.sign(scope, text);
    if (!equalSignatures(expected, signature ?? '')) throw new Refusal('mismatch');
    this.previous = expected;
  }
}

const trailerSignature = 'x-amz-trailer-signature';
