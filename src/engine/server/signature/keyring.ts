import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';
import { Refusal } from './refusal.ts';
import { equalSignatures, Signer } from './signer.ts';

/** A key, and the secret that goes with it. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Credentials that end. */
export interface TemporaryCredentials extends KeyPair {
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

/** Who has signed a request, and what its signature is checked with. */
export interface KeyOwner {
  readonly signer: Signer;
  /** The role session; undefined for the engine's own key. */
  readonly session: RoleSession | undefined;
}

/** A role that was taken on, and under which name. */
export interface RoleSession {
  readonly role: string;
  readonly name: string;
}

interface TokenContent extends RoleSession {
  readonly id: string;
  readonly expires: number;
}

/** Every this many signers the kept ones are forgotten. */
const mostSigners = 64;

/**
 * The keys that requests may be signed with: the engine's own, and temporary ones derived from it. A session token says for whom it is and
 * until when, sealed with the engine's secret, so nothing has to be stored and a restarted engine knows them still.
 */
export class Keyring {
  private readonly own: KeyOwner;
  private readonly signers = new Map<string, Signer>();

  constructor(
    private readonly main: KeyPair,
    private readonly clock: Clock,
  ) {
    this.own = { signer: new Signer(main.secretAccessKey), session: undefined };
  }

  /** @param seconds - How long they are good for. */
  issue(session: RoleSession, seconds: number): TemporaryCredentials {
    const expires = this.clock.now() + seconds * 1000;
    const seed = this.sealOf(JSON.stringify([session, expires, randomUUID()]));
    const id = `ASIA${seed
      .replace(/[^a-z0-9]/gi, '')
      .toUpperCase()
      .slice(0, 16)
      .padEnd(16, 'A')}`;
    const content = Buffer.from(JSON.stringify({ ...session, id, expires } satisfies TokenContent)).toString(
      'base64url',
    );
    const sessionToken = `${content}.${this.sealOf(content)}`;
    return { accessKeyId: id, secretAccessKey: this.secretOf(sessionToken), sessionToken, expires };
  }

  /**
   * @param sessionToken - What the request brings beside its key.
   * @throws Refusal for a key that is not known, and for one whose time is over.
   */
  ownerOf(accessKeyId: string, sessionToken: string | undefined): KeyOwner {
    if (accessKeyId === this.main.accessKeyId && sessionToken === undefined) return this.own;
    const content = this.read(sessionToken ?? '');
    if (sessionToken === undefined || content?.id !== accessKeyId) throw new Refusal('unknownKey');
    if (content.expires <= this.clock.now()) throw new Refusal('expiredToken');
    return { signer: this.signerFor(sessionToken), session: { role: content.role, name: content.name } };
  }

  private read(token: string): TokenContent | undefined {
    const [content = '', seal = ''] = token.split('.');
    if (!equalSignatures(this.sealOf(content), seal)) return undefined;
    return JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as TokenContent;
  }

  private signerFor(token: string): Signer {
    const signer = this.signers.get(token) ?? new Signer(this.secretOf(token));
    if (this.signers.size >= mostSigners) this.signers.clear();
    this.signers.set(token, signer);
    return signer;
  }

  private sealOf(text: string): string {
    return this.derive('session token', text);
  }

  private secretOf(token: string): string {
    return this.derive('secret access key', token);
  }

  private derive(purpose: string, text: string): string {
    return createHmac('sha256', this.main.secretAccessKey).update(`${purpose}\n${text}`).digest('base64url');
  }
}
