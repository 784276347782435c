import type { ServerResponse } from 'node:http';
import type { EngineProcess } from './engineProcess.ts';
import { RecordingProxy, send, type Passed } from './recordingProxy.ts';

/** What happens to a request on its way. */
export type Fault =
  | { readonly kind: 'refuse'; readonly status: number; readonly name: string; readonly message: string }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** The connection ends before the answer, or in the middle of it. */
  | { readonly kind: 'cut'; readonly after: 'request' | 'half the answer' }
  | { readonly kind: 'silence' }
  /** The answer begins, and never ends. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'not JSON' }
  /** The service's clock is ahead of the client's by so much, and it does not take requests that are older than five minutes. */
  | { readonly kind: 'skew'; readonly milliseconds: number }
  /** Pages hold fewer than they could, and every second one nothing. */
  | { readonly kind: 'partial pages'; readonly size: number };

/** What AWS says where it is asked too much (API reference, "Common Errors"). */
export const throttled: Fault = { kind: 'refuse', status: 400, name: 'ThrottlingException', message: 'Rate exceeded' };
export const broken: Fault = {
  kind: 'refuse',
  status: 500,
  name: 'InternalFailure',
  message: 'We encountered an internal error. Please try again.',
};
export const expired: Fault = {
  kind: 'refuse',
  status: 400,
  name: 'ExpiredTokenException',
  message: 'The security token included in the request is expired',
};

/** Between the SDK and an engine that poses as AWS: lets pass, or does to a request what networks and services do. */
export class FaultProxy extends RecordingProxy {
  /** Decides for each request; undefined lets it pass. */
  fault: (call: Passed) => Fault | undefined = () => undefined;

  static override async start(engine: EngineProcess): Promise<FaultProxy> {
    return new FaultProxy(engine).listen();
  }

  /** The fault for every request until it is taken back. */
  always(fault: Fault): void {
    this.fault = () => fault;
  }

  /** The fault for so many requests of an operation. */
  times(count: number, fault: Fault, operation?: string): void {
    let left = count;
    this.fault = (call) =>
      (operation === undefined || call.operation === operation) && left-- > 0 ? fault : undefined;
  }

  heal(): void {
    this.fault = () => undefined;
  }

  protected override async answer(call: Passed, response: ServerResponse): Promise<void> {
    const fault = this.fault(call);
    switch (fault?.kind) {
      case undefined:
        return super.answer(call, response);
      case 'refuse':
        return isQuery(call) ? refuseQuery(response, fault) : refuse(response, fault);
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
        return super.answer(call, response);
      case 'cut': {
        if (fault.after === 'request') return void response.destroy();
        const { status, text } = await this.forward(call);
        response.writeHead(status, { 'content-length': text.length });
        response.write(text.slice(0, text.length / 2), () => response.destroy());
        return;
      }
      case 'silence':
        return;
      case 'stall': {
        const { status, text } = await this.forward(call);
        response.writeHead(status, { 'content-length': text.length }).write(text.slice(0, text.length / 2));
        return;
      }
      case 'not JSON':
        return send(response, 200, '<html>Sign in to the hotel’s network</html>', { 'content-type': 'text/html' });
      case 'skew': {
        const now = new Date(Date.now() + fault.milliseconds);
        const signed = instantOf(call.headers['x-amz-date'] ?? '');
        if (Math.abs(now.getTime() - signed) < 5 * 60_000) return super.answer(call, response);
        const message = `Signature expired: it is now ${now.toISOString()}`;
        return refuse(response, { status: 403, name: 'InvalidSignatureException', message }, now);
      }
      case 'partial pages':
        return this.answerInParts(call, response, fault.size);
    }
  }

  private async answerInParts(call: Passed, response: ServerResponse, size: number): Promise<void> {
    if (!call.operation.startsWith('List')) return super.answer(call, response);
    const input = JSON.parse(call.body.toString()) as { NextToken?: string; MaxResults?: number };
    const isSecondHalf = input.NextToken?.startsWith(behindEmpty) ?? false;
    const NextToken = input.NextToken?.replace(behindEmpty, '');
    const body = Buffer.from(JSON.stringify({ ...input, MaxResults: size, NextToken: NextToken || undefined }));
    const { 'x-amz-content-sha256': _ofTheOther, ...kept } = call.headers;
    const { status, headers, text } = await this.forward({ ...call, headers: kept, body });
    if (isSecondHalf || status !== 200) return send(response, status, text, headers);
    const page = JSON.parse(text) as Record<string, unknown>;
    const empty = Object.entries(page).map(([name, value]): [string, unknown] => [
      name,
      Array.isArray(value) ? [] : value,
    ]);
    const answer = { ...Object.fromEntries(empty), NextToken: `${behindEmpty}${NextToken ?? ''}` };
    send(response, 200, JSON.stringify(answer), headers);
  }
}

/** What the token begins with of a page that comes after an empty one. */
const behindEmpty = 'behind-an-empty-page:';

/** Whether it is asked as STS is (AWS Query protocol), which answers in XML. */
const isQuery = ({ headers }: Passed): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

function refuseQuery(
  response: ServerResponse,
  { status, name, message }: { readonly status: number; readonly name: string; readonly message: string },
): void {
  const code = name.replace(/Exception$/, ''); // as STS calls it: ExpiredToken
  const fault = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  const text = `<ErrorResponse>${fault}<RequestId>1</RequestId></ErrorResponse>`;
  send(response, status, text, { 'content-type': 'text/xml' });
}

function refuse(
  response: ServerResponse,
  { status, name, message }: { readonly status: number; readonly name: string; readonly message: string },
  now = new Date(),
): void {
  const headers = { 'content-type': 'application/x-amz-json-1.1', date: now.toUTCString() };
  send(response, status, JSON.stringify({ __type: name, message }), headers);
}

/** @param text - `20261122T040000Z`. */
function instantOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
