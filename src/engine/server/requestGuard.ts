import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not even looked at: a page in a browser reaches 127.0.0.1 too, by a name of its own (DNS rebinding) or across
 * origins, and must learn nothing from this port.
 * @param port - The port the engine listens on.
 * @returns One sentence, or undefined when the request may go on.
 */
export function whyForeign(request: IncomingMessage, port: number): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  if (!names.some((name) => host.toLowerCase() === `${name}:${port}`)) {
    return 'The Host header is not this engine; address it as 127.0.0.1 with its port.';
  }
  if (origin !== undefined || site === 'cross-site' || site === 'same-site')
    return 'Requests from web pages are refused.';
  return undefined;
}
