import type { IncomingMessage, ServerResponse } from 'node:http';
import { equalSignatures } from './signature/signer.ts';

/** The engine's own routes: not AWS's, and only for the owner of the state directory. */
export interface EngineControl {
  /** Known to whoever can read the lock file. */
  readonly token: string;
  /** Ends the engine as soon as no job runs. */
  drain(): void;
  /** Ends the engine now. */
  stop(): void;
}

/**
 * Answers `GET /_engine/health`, which needs no authorization, and `POST /_engine/drain` and `/_engine/stop`, which need the token.
 * @returns False for any other path.
 */
export function answerEngineRoute(
  request: IncomingMessage,
  response: ServerResponse,
  health: () => object,
  control: EngineControl | undefined,
): boolean {
  const route = /^\/_engine\/(\w+)$/.exec(request.url ?? '')?.[1];
  if (route === undefined) return false;
  if (route === 'health' && request.method === 'GET') {
    send(response, 200, health());
    return true;
  }
  if (control === undefined || request.method !== 'POST' || (route !== 'drain' && route !== 'stop')) {
    send(response, 404, { message: 'The local engine has no such route.' });
  } else if (equalSignatures(`Bearer ${control.token}`, request.headers.authorization ?? '')) {
    response.on('finish', () => control[route]());
    send(response, 200, {});
  } else {
    send(response, 403, { message: 'The token is not the one in the lock file.' });
  }
  return true;
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
