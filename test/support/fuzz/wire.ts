import { Sha256 } from '../../../src/local/signerHash.ts';
import { SignatureV4 } from '@smithy/signature-v4';
import type { PlainRequest } from './plainRequests.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Target {
  readonly port: number;
  readonly keys: Keys;
}

/** A request that is ready to be written. */
export interface Wire {
  method: string;
  /** Path and query, encoded. */
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Signing {
  readonly keys?: Keys;
  readonly region?: string;
  readonly date?: Date;
  /** Seconds that a presigned URL is good for; in the header unless given. */
  readonly expiresIn?: number;
}

function signerFor({ keys }: Target, request: PlainRequest, signing: Signing): SignatureV4 {
  return new SignatureV4({
    service: request.service,
    region: signing.region ?? 'us-east-1',
    credentials: signing.keys ?? keys,
    sha256: Sha256,
    uriEscapePath: request.service !== 's3',
    applyChecksum: true,
  });
}

export function unsigned(target: Target, request: PlainRequest): Wire {
  const { method, path, query, headers, body } = request;
  return { method, url: urlOf(path, query), headers: { host: `127.0.0.1:${target.port}`, ...headers }, body };
}

/** Signed by AWS's own signer. */
export async function signed(target: Target, request: PlainRequest, signing: Signing = {}): Promise<Wire> {
  const { method, path, body } = request;
  const { port } = target;
  const query = { ...request.query };
  const headers = { host: `127.0.0.1:${port}`, ...request.headers };
  const message = { method, protocol: 'http:', hostname: '127.0.0.1', port, path, query, headers, body };
  const signer = signerFor(target, request, signing);
  const signingDate = signing.date ?? new Date();
  if (signing.expiresIn === undefined) {
    const { headers: all } = await signer.sign(message, { signingDate });
    return { method, url: urlOf(path, query), headers: all, body };
  }
  const unsignedBody = { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const { expiresIn } = signing;
  const presigned = await signer.presign({ ...message, headers: unsignedBody }, { expiresIn, signingDate });
  return { method, url: urlOf(path, presigned.query as Record<string, string>), headers, body };
}

/** @param length - What `Content-Length` says; the body's own unless given. */
export function bytesOf({ method, url, headers, body }: Wire, length: string = String(body.length)): Buffer {
  const lines = Object.entries({ ...headers, 'content-length': length, connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]/g, ' ')}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${method} ${url} HTTP/1.1\r\n${head}\r\n`, 'latin1'), body]);
}

function urlOf(path: string, query: Readonly<Record<string, string>>): string {
  const text = Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  return text === '' ? path : `${path}?${text}`;
}

/** Half a surrogate pair becomes the sign for what cannot be read. */
export function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
