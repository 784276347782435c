import { cbor } from '@smithy/core/cbor';
import type { ServerResponse } from 'node:http';
import { UserError } from '../../shared/errors.ts';
import { AwsError } from './awsError.ts';
import { Refusal, type Protocol } from './signature/refusal.ts';
import { writeXml } from './xml.ts';

/** Told of errors that are the engine's own fault. */
export type ErrorLog = (message: string, cause: unknown) => void;

/** SageMaker's modelled errors spell the member with a capital (contract, section 9). */
const modelled = new Set(['ResourceInUse', 'ResourceNotFound', 'ResourceLimitExceeded', 'ConflictException']);

/** What a client is told for anything thrown; what it must not see goes to the log. */
export function toAwsError(error: unknown, protocol: Protocol, log: ErrorLog): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof Refusal) return error.inWordsOf(protocol);
  if (error instanceof URIError) return new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  log('A request failed inside the engine.', error);
  // 507 is not retried by AWS's clients, and a full disk does not go away by asking again.
  if (error instanceof UserError) return new AwsError('InsufficientStorage', error.message, 507);
  const internal = protocol === 's3' ? 'InternalError' : 'InternalFailure';
  return new AwsError(internal, 'The local engine failed inside; its log says why.', 500);
}

/** Writes an error as the protocol writes it; does nothing but end the connection when the answer is already on its way. */
export function answerError(
  response: ServerResponse,
  error: AwsError,
  to: { readonly protocol: Protocol; readonly requestId: string; readonly isHead: boolean },
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { type, body } = bodyOf(error, to.protocol, to.requestId);
  const hasBody = !to.isHead && error.status !== 304;
  response.writeHead(error.status, {
    [to.protocol === 's3' ? 'x-amz-request-id' : 'x-amzn-RequestId']: to.requestId,
    ...(to.protocol === 'rest' && { 'x-amzn-ErrorType': error.code }),
    ...(to.protocol === 'cbor' && { 'smithy-protocol': 'rpc-v2-cbor' }),
    ...(hasBody && { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }),
  });
  response.end(hasBody ? body : undefined);
}

function bodyOf(error: AwsError, protocol: Protocol, requestId: string): { type: string; body: string | Uint8Array } {
  const { code, message, members } = error;
  switch (protocol) {
    case 'json': {
      const member = modelled.has(code) ? 'Message' : 'message';
      return {
        type: 'application/x-amz-json-1.1',
        body: JSON.stringify({ __type: code, [member]: message, ...members }),
      };
    }
    case 'rest':
      return { type: 'application/json', body: JSON.stringify({ Message: message, ...members }) };
    case 'cbor':
      return { type: 'application/cbor', body: cbor.serialize({ __type: code, message }) };
    case 's3':
      return {
        type: 'application/xml',
        body: writeXml('Error', { Code: code, Message: message, ...members, RequestId: requestId }),
      };
    case 'query': {
      const fault = { Type: error.status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
      return { type: 'text/xml', body: writeXml('ErrorResponse', { Error: fault, RequestId: requestId }) };
    }
  }
}
