import { request as httpRequest } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { testCredentials } from './engineServer.ts';
import { Sha256 } from '../../src/local/signerHash.ts';

export interface RawRequest {
  readonly method?: string;
  /** Still encoded. */
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly service?: string;
  readonly region?: string;
  readonly credentials?: typeof testCredentials;
  readonly date?: Date;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Signs a request with AWS's own signer. */
export async function sign(port: number, request: RawRequest) {
  const { method = 'GET', path, query = {}, body, service = 's3', region = 'us-east-1' } = request;
  const signer = new SignatureV4({
    service,
    region,
    credentials: request.credentials ?? testCredentials,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  });
  return signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      path,
      query,
      headers: { host: `127.0.0.1:${port}`, ...request.headers },
      ...(body !== undefined && { body }),
    },
    { signingDate: request.date ?? new Date() },
  );
}

/** Presigns a URL for S3, relative to the host. */
export async function presign(
  port: number,
  path: string,
  options: { expiresIn: number; date?: Date; method?: string },
) {
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials: testCredentials,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const signed = await signer.presign(
    {
      method: options.method ?? 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      path,
      query: {},
      headers: { host: `127.0.0.1:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { expiresIn: options.expiresIn, signingDate: options.date ?? new Date() },
  );
  return `${signed.path}?${new URLSearchParams(signed.query as Record<string, string>).toString().replaceAll('+', '%20')}`;
}

/** Signs and sends; `change` may spoil the request between the two. */
export async function signedFetch(
  port: number,
  request: RawRequest,
  change: (sent: { path: string; headers: Record<string, string>; body?: string | Buffer }) => void = () => undefined,
): Promise<RawAnswer> {
  const signed = await sign(port, request);
  const query = new URLSearchParams((signed.query ?? {}) as Record<string, string>).toString().replaceAll('+', '%20');
  const sent = {
    path: query === '' ? signed.path : `${signed.path}?${query}`,
    headers: { ...signed.headers },
    ...(request.body !== undefined && { body: request.body }),
  };
  change(sent);
  return rawFetch(port, request.method ?? 'GET', sent.path, sent.headers, sent.body);
}

/** Sends exactly what it is given: no client's own opinion of headers and paths. */
export function rawFetch(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Buffer,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
