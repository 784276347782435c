import type { ServerResponse } from 'node:http';
import type { Payload } from './body/payload.ts';
import type { BodyLimit } from './body/readBody.ts';
import type { RoleSession } from './signature/keyring.ts';
import type { Protocol } from './signature/refusal.ts';

/** A request whose signature is right. */
export interface SignedRequest {
  readonly method: string;
  /** Still encoded, without the query. */
  readonly path: string;
  /** Decoded. */
  readonly query: ReadonlyMap<string, string>;
  /** Single values by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Payload;
  readonly requestId: string;
  /** When its head was read, on the clock of `performance.now`. */
  readonly received: number;
  /** The role that the caller has taken on; undefined for the engine's own key. */
  readonly session: RoleSession | undefined;
}

/** A service that is not of the JSON protocol; what it throws is answered in the words of its protocol. */
export interface ServiceHandler {
  readonly protocol: Protocol;
  /** Of a body, where it is less than the server's own. */
  readonly limit?: BodyLimit;
  handle(request: SignedRequest, response: ServerResponse): Promise<void>;
}
