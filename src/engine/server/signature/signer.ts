import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from './canonicalRequest.ts';

/** The day, region and service that a signature is good for. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

/** Computes signatures with one secret key; the derived keys of the last scopes are kept, so a request costs two hashes. */
export class Signer {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly secretAccessKey: string) {}

  /** @param time - `YYYYMMDD'T'HHMMSS'Z'`. */
  signRequest(canonical: string, time: string, scope: CredentialScope): string {
    return this.sign(scope, ['AWS4-HMAC-SHA256', time, scopeText(scope), sha256(canonical)].join('\n'));
  }

  sign(scope: CredentialScope, stringToSign: string): string {
    return hmac(this.keyFor(scope), stringToSign).toString('hex');
  }

  /** Of a presigned URL of signature version 2. */
  signVersion2(stringToSign: string): string {
    return createHmac('sha1', this.secretAccessKey).update(stringToSign).digest('base64');
  }

  private keyFor(scope: CredentialScope): Buffer {
    const name = scopeText(scope);
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const { date, region, service } = scope;
    const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${this.secretAccessKey}`, date));
    if (this.keys.size >= 16) this.keys.clear();
    this.keys.set(name, key);
    return key;
  }
}

/** Compares in a time that does not tell how much was right. */
export function equalSignatures(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
