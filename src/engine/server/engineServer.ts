import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { Emitter, type Event } from '../../shared/emitter.ts';
import { UserError, codeOf } from '../../shared/errors.ts';
import { AwsError } from './awsError.ts';
import { Payload } from './body/payload.ts';
import { readBody, type BodyLimit } from './body/readBody.ts';
import { answerError, toAwsError, type ErrorLog } from './errorAnswer.ts';
import { JsonProtocol } from './jsonProtocol.ts';
import type { JsonService } from './jsonService.ts';
import { whyForeign } from './requestGuard.ts';
import type { ServiceHandler, SignedRequest } from './serviceHandler.ts';
import { readAuthorization, type Authorization } from './signature/authorization.ts';
import type { Keyring } from './signature/keyring.ts';
import { parseQuery, sha256, splitUrl, type WireRequest } from './signature/canonicalRequest.ts';
import type { Protocol } from './signature/refusal.ts';
import { Verifier, type SignedBy } from './signature/verifier.ts';
import { answerUnreadable } from './unreadableRequest.ts';

export interface EngineServerOptions {
  readonly keyring: Keyring;
  readonly region: string;
  readonly clock: Clock;
  readonly jsonServices: readonly JsonService[];
  readonly s3: ServiceHandler;
  readonly sts: ServiceHandler;
  readonly iam: ServiceHandler;
  readonly monitoring: ServiceHandler;
  /** Answers what is signed for `sagemaker` and names no operation: SageMaker Runtime. */
  readonly runtime?: ServiceHandler;
  /** Answers what is signed for the service `sagemaker-local`: the owner's own commands to the engine. */
  readonly control?: ServiceHandler;
  /** The answer of `GET /_engine/health`, the one request that needs no signature. */
  readonly health: () => object;
  readonly log: ErrorLog;
}

/** The engine's one port. */
export interface EngineServer {
  /**
   * Listens on 127.0.0.1.
   * @param port - 0 lets the system choose.
   * @returns The port.
   * @throws UserError when the port is in use.
   */
  listen(port: number): Promise<number>;
  /** Takes no more requests, lets running ones finish for a moment, then cuts them off. */
  close(): Promise<void>;
  /** Fires when a signed request begins and when it ends. */
  readonly onActivity: Event<void>;
  /** Epoch milliseconds of the last signed request's begin or end. */
  readonly lastActivity: number;
  /** Signed requests that are being answered. */
  readonly openRequests: number;
}

export function createEngineServer(options: EngineServerOptions): EngineServer {
  return new HttpEngineServer(options);
}

interface ReceivedRequest extends WireRequest {
  readonly received: number;
}

const largestJson = 10 * 1024 * 1024;
const closeGrace = 2000;

class HttpEngineServer implements EngineServer {
  private readonly activity = new Emitter<void>();
  readonly onActivity = this.activity.event;
  lastActivity: number;
  openRequests = 0;
  private port = 0;
  private readonly http: Server;
  private readonly verifier: Verifier;
  private readonly json: JsonProtocol;
  private readonly handlers: ReadonlyMap<string, ServiceHandler>;

  constructor(private readonly options: EngineServerOptions) {
    const { keyring, region, clock, control, runtime } = options;
    this.lastActivity = clock.now();
    this.verifier = new Verifier({ keyring, region, clock });
    this.json = new JsonProtocol(options.jsonServices);
    this.handlers = new Map([
      ['s3', options.s3],
      ['sts', options.sts],
      ['iam', options.iam],
      ['monitoring', options.monitoring],
      ...(runtime === undefined ? [] : [['sagemaker', runtime] as const]),
      ...(control === undefined ? [] : [['sagemaker-local', control] as const]),
    ]);
    this.http = createServer({
      maxHeaderSize: 32 * 1024,
      requestTimeout: 0,
      keepAliveTimeout: 60_000,
      requireHostHeader: false, // the guard refuses it, in words
    });
    this.http.on('request', (request, response) => void this.receive(request, response, false));
    this.http.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      void this.receive(request, response, true);
    });
    answerUnreadable(this.http);
    // A client that stops in the middle of a request or an answer does not hold its socket for ever.
    this.http.setTimeout(10 * 60_000);
  }

  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', (error) => reject(this.explain(error, port)));
      this.http.listen({ host: '127.0.0.1', port }, resolve);
    });
    this.http.removeAllListeners('error');
    this.http.on('error', (error) => this.options.log('The server reported an error.', error));
    this.port = (this.http.address() as AddressInfo).port;
    return this.port;
  }

  async close(): Promise<void> {
    if (!this.http.listening) return;
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    this.http.closeIdleConnections();
    const timer = this.options.clock.schedule(() => this.http.closeAllConnections(), closeGrace);
    await closed;
    timer.dispose();
  }

  private explain(error: Error, port: number): Error {
    if (codeOf(error) === 'EADDRINUSE') {
      return new UserError(`Port ${port} is in use by another program; choose another one, or 0 for any free one.`, {
        cause: error,
      });
    }
    if (codeOf(error) === 'EACCES') {
      return new UserError(`Port ${port} may not be used by this user; choose one above 1023, or 0 for any free one.`, {
        cause: error,
      });
    }
    return error;
  }

  private async receive(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): Promise<void> {
    const requestId = randomUUID();
    const wire: ReceivedRequest = {
      method: request.method ?? '',
      url: request.url ?? '/',
      headers: request.headersDistinct,
      received: performance.now(),
    };
    const isHead = wire.method === 'HEAD';
    let protocol: Protocol = 's3';
    response.on('error', (error) => this.options.log('An answer could not be sent.', error));
    try {
      const foreign = whyForeign(request, this.port);
      if (foreign !== undefined) throw new AwsError('AccessDenied', foreign, 403);
      if (wire.method === 'GET' && wire.url === '/_engine/health') {
        answerJson(response, this.options.health());
        return;
      }
      protocol = this.protocolOf(wire);
      await this.answer(wire, incoming(request, response, expectsContinue), requestId, response);
    } catch (error) {
      if (request.destroyed && !request.complete) return; // the client has gone: nobody is left to tell
      // Node closes this connection after the answer, and a client that still sends would never read it.
      if (!response.shouldKeepAlive && !expectsContinue) await this.drain(request);
      answerError(response, toAwsError(error, protocol, this.options.log), { protocol, requestId, isHead });
    } finally {
      // What a refused client still sends is read and thrown away, so that it gets to read the answer.
      if (!request.readableEnded) request.resume();
    }
  }

  /** Throws away what a refused client sends, for a moment. */
  private async drain(request: IncomingMessage): Promise<void> {
    if (request.readableEnded || request.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = this.options.clock.schedule(resolve, closeGrace);
      request.once('close', () => {
        timer.dispose();
        resolve();
      });
      request.resume();
    });
  }

  private async answer(
    wire: ReceivedRequest,
    raw: AsyncIterable<Buffer>,
    requestId: string,
    response: ServerResponse,
  ): Promise<void> {
    if (!wire.url.startsWith('/')) throw new URIError(wire.url);
    const auth = this.verifier.examine(wire);
    const headers = singleHeaders(wire);
    const handler = this.handlerOf(auth.scope.service, headers);
    if (handler?.protocol === 's3') {
      this.verifier.verify(wire, auth, payloadHashOf(headers, auth));
      await this.track(() => handler.handle(this.requestOf(wire, headers, raw, auth, requestId), response));
      return;
    }
    const body = await readBody(raw, limitOf(handler, headers));
    const hash = sha256(body);
    const announced = headers['x-amz-content-sha256'];
    this.verifier.verify(wire, auth, announced === 'UNSIGNED-PAYLOAD' ? 'refused' : hash);
    await this.track(() =>
      handler === undefined
        ? this.json.handle({ headers }, body, requestId, response)
        : handler.handle(this.requestOf(wire, headersOfWhole(headers), once(body), auth, requestId), response),
    );
  }

  /** What names its operation in a header is of the JSON protocol, of whatever service. */
  private handlerOf(service: string, headers: SignedRequest['headers']): ServiceHandler | undefined {
    const isJson = service !== 's3' && headers['x-amz-target'] !== undefined;
    return isJson ? undefined : this.handlers.get(service);
  }

  private requestOf(
    wire: ReceivedRequest,
    headers: SignedRequest['headers'],
    raw: AsyncIterable<Buffer>,
    auth: SignedBy,
    requestId: string,
  ): SignedRequest {
    const [path, query] = splitUrl(wire.url);
    const body = new Payload({ raw, headers, auth, signer: auth.signer });
    return {
      method: wire.method,
      path,
      query: new Map(parseQuery(query)),
      headers,
      body,
      requestId,
      received: wire.received,
      session: auth.session,
    };
  }

  private async track(work: () => Promise<void>): Promise<void> {
    this.openRequests++;
    this.touch();
    try {
      await work();
    } finally {
      this.openRequests--;
      this.touch();
    }
  }

  private touch(): void {
    this.lastActivity = this.options.clock.now();
    this.activity.fire();
  }

  /** The protocol to answer in, also where the signature is not right or not there. */
  private protocolOf(wire: WireRequest): Protocol {
    if (wire.headers['x-amz-target'] !== undefined) return 'json';
    if (wire.headers['smithy-protocol']?.[0] === 'rpc-v2-cbor') return 'cbor';
    if (wire.headers['content-type']?.[0]?.startsWith('application/x-www-form-urlencoded') === true) return 'query';
    const auth = readAuthorization(wire);
    if (typeof auth === 'string') return 's3';
    return this.handlers.get(auth.scope.service)?.protocol ?? 'json';
  }
}

/** @throws AwsError where the body is announced to be larger: then none of it is waited for. */
function limitOf(handler: ServiceHandler | undefined, headers: SignedRequest['headers']): number | BodyLimit {
  const limit = handler?.limit;
  if (limit !== undefined && Number(headers['content-length']) > limit.bytes) throw limit.refusal(limit.bytes);
  return limit ?? largestJson;
}

/** The hash of a body that was read whole is in the signature that was found right: it is not computed again. */
function headersOfWhole({ 'x-amz-content-sha256': _, ...headers }: SignedRequest['headers']): SignedRequest['headers'] {
  return headers;
}

/** S3 signs the hash that the client announces; the body is compared with it while it streams. */
function payloadHashOf(headers: SignedRequest['headers'], auth: Authorization): string {
  const announced = headers['x-amz-content-sha256'];
  if (announced !== undefined) return announced;
  if (auth.expires !== undefined) return 'UNSIGNED-PAYLOAD';
  throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
}

function singleHeaders({ headers }: WireRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(',')]));
}

async function* once(body: Buffer): AsyncGenerator<Buffer> {
  if (body.length > 0) yield body;
}

/** The request's body; a client that asked first (`Expect: 100-continue`) is told to send it when it is wanted. */
async function* incoming(
  request: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
): AsyncGenerator<Buffer> {
  if (expectsContinue) response.writeContinue();
  for await (const chunk of request.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
}

function answerJson(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
