import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../../src/sagemaker/connection.ts';
import type { EngineProcess } from './engineProcess.ts';
import { rawFetch, sign, type RawAnswer } from './signedFetch.ts';

/** A request as it came through. */
export interface Passed {
  /** `ListTrainingJobs`; of S3 its method and path. */
  readonly operation: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

/** Stands between the SDK and an engine that poses as AWS, and writes down what goes through. */
export class RecordingProxy {
  readonly passed: Passed[] = [];
  protected readonly server: Server;

  protected constructor(protected readonly engine: EngineProcess) {
    this.server = createServer((request, response) => void this.pass(request, response));
  }

  static async start(engine: EngineProcess): Promise<RecordingProxy> {
    return new RecordingProxy(engine).listen();
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A connection to the account that the engine poses as. */
  get connection(): Connection {
    const { accessKeyId, secretAccessKey, accountId, region } = this.engine.announcement;
    return {
      id: `aws:${accountId}:${region}`,
      kind: 'aws',
      label: 'work',
      accountId,
      region,
      endpoint: this.endpoint,
      redirectedTo: this.endpoint,
      credentials: { accessKeyId, secretAccessKey },
    };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  protected async listen(): Promise<this> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return this;
  }

  protected async answer(call: Passed, response: ServerResponse): Promise<void> {
    const { status, headers, text } = await this.forward(call);
    send(response, status, text, headers);
  }

  /** Asks the engine; signed anew, because a signature holds for one host. */
  protected async forward({ method, path, headers, body }: Passed): Promise<RawAnswer> {
    const { endpoint, accessKeyId, secretAccessKey } = this.engine.announcement;
    const [, region = '', service = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers['authorization'] ?? '') ?? [];
    const [pathname = '/', query = ''] = path.split('?');
    const kept = Object.entries(headers).filter(([name]) => !dropped.includes(name));
    const port = Number(new URL(endpoint).port);
    const signed = await sign(port, {
      method,
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: Object.fromEntries(kept),
      body,
      service,
      region,
      credentials: { accessKeyId, secretAccessKey },
    });
    return rawFetch(port, method, path, signed.headers, body);
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url: path = '/' } = request;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const operation = headers['x-amz-target']?.split('.').at(-1) ?? `${method} ${path.split('?')[0]}`;
    const call = { operation, at, headers, method, path, body: Buffer.concat(chunks) };
    this.passed.push(call);
    try {
      await this.answer(call, response);
    } catch (error) {
      send(response, 502, String(error)); // the engine has ended
    }
  }
}

/** Of the client's own connection and signature. */
const dropped = ['host', 'authorization', 'connection', 'content-length', 'x-amz-date'];

export function send(
  response: ServerResponse,
  status: number,
  text: string,
  headers: NodeJS.Dict<string | string[]> = {},
) {
  const { 'transfer-encoding': _chunked, 'content-length': _length, connection: _connection, ...rest } = headers;
  response.writeHead(status, { ...rest, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** The most requests within any stretch of so many milliseconds. */
export function mostWithin(passed: readonly Pick<Passed, 'at'>[], milliseconds: number): number {
  const times = passed.map(({ at }) => at).sort((a, b) => a - b);
  return Math.max(0, ...times.map((first) => times.filter((at) => at >= first && at < first + milliseconds).length));
}
