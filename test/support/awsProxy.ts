import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../src/local/signerHash.ts';

/** What a proxy answers itself; undefined passes the request on. */
export type Answers = (operation: string, body: string) => { status?: number; type: string; body: string } | undefined;

/** An engine, as it announces itself. */
interface ProxyTarget {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Stands before an engine that poses as AWS and answers what the engine does not have (Service Quotas, IAM's simulator); tells the time that
 * it is given.
 */
export class AwsProxy {
  /** Milliseconds by which its clock is behind this machine's. */
  behind = 0;
  answers: Answers = () => undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: ProxyTarget,
    readonly endpoint: string,
  ) {}

  static async start(target: ProxyTarget): Promise<AwsProxy> {
    const server = createServer((incoming, outgoing) => void proxy.serve(incoming, outgoing));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy: AwsProxy = new AwsProxy(server, target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return proxy;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const date = new Date(Date.now() - this.behind).toUTCString();
    const header = incoming.headers['x-amz-target'];
    const operation =
      typeof header === 'string' ? header.replace(/^.*\./, '') : (/Action=(\w+)/.exec(body.toString())?.[1] ?? '');
    const own = this.answers(operation, body.toString());
    if (own !== undefined) {
      outgoing.writeHead(own.status ?? 200, { 'content-type': own.type, date });
      outgoing.end(own.body);
      return;
    }
    const passed = request(await this.resigned(incoming, body), (answer: IncomingMessage) => {
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, date });
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    passed.end(body);
  }

  /** The engine takes only what is addressed to itself, and the address is part of the signature. */
  private async resigned({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer) {
    const { hostname, port } = new URL(this.target.endpoint);
    const [, region = '', service = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)/.exec(headers.authorization ?? '') ?? [];
    const kept = Object.entries(headers).filter(
      ([name, value]) => typeof value === 'string' && !/^(authorization|host|connection|x-amz-date)$/.test(name),
    );
    const { pathname, searchParams } = new URL(url, this.target.endpoint);
    const signer = new SignatureV4({
      ...{ service, region, credentials: this.target, sha256: Sha256 },
      ...{ uriEscapePath: service !== 's3', applyChecksum: true },
    });
    const signed = await signer.sign({
      ...{ method, protocol: 'http:', hostname, port: Number(port), path: pathname },
      query: Object.fromEntries(searchParams),
      headers: { ...(Object.fromEntries(kept) as Record<string, string>), host: `${hostname}:${port}` },
      ...(body.length > 0 && { body }),
    });
    return { host: hostname, port, method, path: url, headers: signed.headers };
  }
}
