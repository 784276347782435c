import { createHash, type Hash } from 'node:crypto';
import { AwsError } from '../awsError.ts';
import type { Authorization } from '../signature/authorization.ts';
import type { Signer } from '../signature/signer.ts';
import { decodeAwsChunked, type ChunkObserver } from './awsChunked.ts';
import { checksumAlgorithms, checksumHeaderPrefix, isChecksumValue, startChecksum } from './checksums.ts';
import { ChunkSignatures } from './chunkSignatures.ts';
import type { RunningChecksum } from './crc.ts';

export interface VerifiedChecksum {
  readonly algorithm: string;
  /** Base64. */
  readonly value: string;
}

export interface PayloadParts {
  /** The body as received. */
  readonly raw: AsyncIterable<Buffer>;
  /** Single values by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly auth: Authorization;
  readonly signer: Signer;
}

/**
 * A body whose framing is taken off and which is checked, while it streams, against all that the client said about it: the
 * signed hash, the chunk signatures, Content-MD5, checksums in headers and trailers, the decoded length.
 */
export class Payload {
  private readonly trailers = new Map<string, string>();
  private checked: VerifiedChecksum | undefined;

  constructor(private readonly parts: PayloadParts) {}

  /**
   * The content; its iteration throws at the end when it is not what was announced.
   * @param checksumIs - Whether `x-amz-checksum-…` is that of this body, or of an object that the body only speaks of.
   */
  async *content(checksumIs: 'of the body' | 'of an object' = 'of the body'): AsyncGenerator<Buffer> {
    const { headers } = this.parts;
    const signedHash = /^[0-9a-f]{64}$/.exec(this.mode)?.[0];
    const sha256 = signedHash === undefined ? undefined : createHash('sha256');
    const md5 = headers['content-md5'] === undefined ? undefined : createHash('md5');
    const algorithm = checksumIs === 'of the body' ? announcedAlgorithm(headers) : undefined;
    const checksum = algorithm === undefined ? undefined : startChecksum(algorithm);
    let length = 0;
    for await (const chunk of this.unframed()) {
      sha256?.update(chunk);
      md5?.update(chunk);
      checksum?.update(chunk);
      length += chunk.length;
      yield chunk;
    }
    if (sha256 !== undefined && sha256.digest('hex') !== signedHash) {
      throw new AwsError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    this.checkLength(length);
    if (md5 !== undefined) this.checkMd5(md5);
    if (algorithm !== undefined && checksum !== undefined) this.checkChecksum(algorithm, checksum);
  }

  /** What was announced and found right; known once the content is read to its end. */
  get checksum(): VerifiedChecksum | undefined {
    return this.checked;
  }

  private get mode(): string {
    return this.parts.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  }

  private unframed(): AsyncIterable<Buffer> {
    const { raw, signer, auth } = this.parts;
    switch (this.mode) {
      case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
        return decodeAwsChunked(raw, this.observe());
      case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
        return decodeAwsChunked(raw, this.observe(new ChunkSignatures(signer, auth, false)));
      case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
        return decodeAwsChunked(raw, this.observe(new ChunkSignatures(signer, auth, true)));
      default:
        if (!this.mode.startsWith('STREAMING-')) return raw;
        throw new AwsError('NotImplemented', `The local engine does not support the payload ${this.mode}.`, 501);
    }
  }

  private observe(signatures?: ChunkSignatures): ChunkObserver {
    return {
      chunk: (content, signature) => signatures?.chunk(content, signature),
      trailers: (headers) => {
        signatures?.trailers(headers);
        for (const [name, value] of headers) this.trailers.set(name, value);
      },
    };
  }

  private checkLength(length: number): void {
    const announced = this.parts.headers['x-amz-decoded-content-length'];
    if (announced === undefined || !this.mode.startsWith('STREAMING-') || Number(announced) === length) return;
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header.',
    );
  }

  private checkMd5(md5: Hash): void {
    const announced = this.parts.headers['content-md5'] ?? '';
    if (Buffer.from(announced, 'base64').length !== 16) {
      throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
    }
    if (md5.digest('base64') !== announced) {
      throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
  }

  private checkChecksum(algorithm: string, checksum: RunningChecksum): void {
    const name = checksumHeaderPrefix + algorithm.toLowerCase();
    const announced = this.parts.headers[name] ?? this.trailers.get(name);
    if (announced === undefined || !isChecksumValue(algorithm, announced)) {
      throw new AwsError('InvalidRequest', `Value for ${name} header is invalid.`);
    }
    const value = checksum.digest().toString('base64');
    if (value !== announced) {
      throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    this.checked = { algorithm, value };
  }
}

/** The checksum that the client promises in a header or a trailer. */
function announcedAlgorithm(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const inHeaders = Object.keys(headers).filter(
    (name) => name.startsWith(checksumHeaderPrefix) && !/-(algorithm|type|mode)$/.test(name),
  );
  const inTrailers = (headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name.startsWith(checksumHeaderPrefix));
  const names = [...inHeaders, ...inTrailers].map((name) => name.slice(checksumHeaderPrefix.length).toUpperCase());
  if (names.length > 1) {
    throw new AwsError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [algorithm] = names;
  if (algorithm === undefined || checksumAlgorithms.includes(algorithm)) return algorithm;
  throw new AwsError(
    'NotImplemented',
    `The local engine does not compute ${algorithm} checksums; use one of ${checksumAlgorithms.join(', ')}.`,
    501,
  );
}
