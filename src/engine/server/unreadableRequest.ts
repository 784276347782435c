import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { codeOf } from '../../shared/errors.ts';
import { writeXml } from './xml.ts';

/** Node's own answers (its `socketOnError`), in the words that S3 has for them. */
const answers: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'RequestHeaderSectionTooLarge', 'Your request header section exceeds the maximum size.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'RequestTimeout', 'Your request was not read in time.'],
};
const malformed = [400, 'BadRequest', 'An error occurred when parsing the HTTP request.'] as const;

/** Answers what is no HTTP as S3 does, where an answer can still be written, and closes the connection. */
export function answerUnreadable(http: Server): void {
  const begun = new WeakMap<Duplex, ServerResponse>();
  for (const event of ['request', 'checkContinue'])
    http.on(event, ({ socket }: { socket: Duplex }, response: ServerResponse) => begun.set(socket, response));
  http.on('clientError', (error: Error, socket: Duplex) => {
    const isLate = begun.get(socket)?.headersSent === true; // of this request or, on a connection that is kept, the one before
    if (!socket.writable || codeOf(error) === 'ECONNRESET' || isLate) return void socket.destroy();
    const [status, Code, Message] = answers[codeOf(error) ?? ''] ?? malformed;
    const body = writeXml('Error', { Code, Message, RequestId: randomUUID() });
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Content-Type: application/xml',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  });
}
