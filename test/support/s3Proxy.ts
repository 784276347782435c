import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../src/local/signerHash.ts';
import type { EngineProcess } from './engineProcess.ts';

interface S3ProxyOptions {
  /** Answers by itself. @returns Whether it did. */
  readonly answers?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Hands an answer of the engine on. */
  readonly pass?: (answer: IncomingMessage, response: ServerResponse) => void;
}

/** Stands between a client and the S3 of an engine, as networks and other regions do it; contents stream through. */
export async function startS3Proxy(
  { announcement }: EngineProcess,
  { answers = () => false, pass = passOn }: S3ProxyOptions,
): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(announcement.endpoint);
  const signer = new SignatureV4({
    ...{ service: 's3', region: announcement.region, credentials: announcement },
    ...{ sha256: Sha256, uriEscapePath: false },
  });
  async function forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const { pathname, searchParams } = new URL(url, announcement.endpoint);
    const kept = Object.entries(headers).filter(([name]) => !/^(authorization|host|connection|x-amz-date)$/.test(name));
    // The engine takes only what is addressed to itself, and the address is part of the signature.
    const signed = await signer.sign({
      ...{ method, protocol: 'http:', hostname, port: Number(port), path: pathname },
      query: Object.fromEntries(searchParams),
      headers: { ...(Object.fromEntries(kept) as Record<string, string>), host: `${hostname}:${port}` },
    });
    const onward = request({ host: hostname, port, method, path: url, headers: signed.headers }, (answer) =>
      pass(answer, response),
    );
    onward.once('error', () => response.destroy());
    incoming.pipe(onward);
  }
  const server = createServer((incoming, response) => {
    if (answers(incoming, response)) incoming.resume();
    else void forward(incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function passOn(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(response);
}
