import type { Clock } from '../../../shared/clock.ts';
import { parseTime, readAuthorization, type Authorization } from './authorization.ts';
import { canonicalRequest, type WireRequest } from './canonicalRequest.ts';
import type { Keyring, KeyOwner } from './keyring.ts';
import { equalSignatures } from './signer.ts';
import { Refusal } from './refusal.ts';

export interface VerifierOptions {
  readonly keyring: Keyring;
  readonly region: string;
  readonly clock: Clock;
}

/** What a request says about its signature, and whose key that is. */
export type SignedBy = Authorization & KeyOwner;

/** Services of the whole world, which clients sign for in this region wherever they work; and the engine's own commands. */
const globalServices = ['iam', 'sts', 'sagemaker-local'];
const globalRegion = 'us-east-1';

const permittedSkew = 15 * 60_000;
const longestExpiry = 7 * 24 * 3600;

/** Checks that a request was signed with the engine's own credentials or those of a role, a short while ago and for this region. */
export class Verifier {
  constructor(private readonly options: VerifierOptions) {}

  /**
   * Everything that can be said before the body is read.
   * @throws Refusal with the reason.
   */
  examine(request: WireRequest): SignedBy {
    const auth = readAuthorization(request);
    if (auth === 'missing' || auth === 'version2') throw new Refusal(auth);
    if (auth === 'malformed')
      throw new Refusal(request.headers['authorization'] === undefined ? 'malformedQuery' : 'malformedHeader');
    const owner = this.options.keyring.ownerOf(auth.accessKeyId, auth.sessionToken);
    const isGlobal = auth.scope.region === globalRegion && globalServices.includes(auth.scope.service);
    if (auth.scope.region !== this.options.region && !isGlobal && auth.version2 === undefined) {
      throw new Refusal(
        'wrongRegion',
        `the region '${auth.scope.region}' is wrong; expecting '${this.options.region}'`,
      );
    }
    this.checkTime(auth);
    checkSignedHeaders(request, auth);
    return { ...auth, ...owner };
  }

  /**
   * Compares the signature.
   * @param payloadHash - What stands at the end of the canonical request.
   * @throws Refusal when it is not ours.
   */
  verify(request: WireRequest, auth: SignedBy, payloadHash: string): void {
    if (!equalSignatures(signatureOf(request, auth, payloadHash), auth.signature)) throw new Refusal('mismatch');
  }

  private checkTime(auth: Authorization): void {
    const time = parseTime(auth.time);
    const now = this.options.clock.now();
    if (Number.isNaN(time) || !auth.time.startsWith(auth.scope.date))
      throw new Refusal(auth.expires === undefined ? 'malformedHeader' : 'malformedQuery');
    if (time - now > permittedSkew) throw new Refusal('skewed');
    if (auth.expires === undefined) {
      if (now - time > permittedSkew) throw new Refusal('skewed');
    } else if (auth.version2 === undefined && (auth.expires < 1 || auth.expires > longestExpiry)) {
      throw new Refusal('malformedQuery');
    } else if (now > time + auth.expires * 1000) {
      throw new Refusal('expired');
    }
  }
}

function signatureOf(request: WireRequest, auth: SignedBy, payloadHash: string): string {
  const { version2, signer, signedHeaders, time, scope } = auth;
  if (version2 !== undefined) return signer.signVersion2(version2);
  const canonical = canonicalRequest(request, { isS3: scope.service === 's3', signedHeaders, payloadHash });
  return signer.signRequest(canonical, time, scope);
}

/** An unsigned `x-amz-…` header could change what a signed request means. */
function checkSignedHeaders(request: WireRequest, auth: Authorization): void {
  const signed = new Set(auth.signedHeaders);
  const unsigned = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-') && !signed.has(name));
  if (!signed.has('host') || unsigned.length > 0)
    throw new Refusal('unsignedHeaders', unsigned.length > 0 ? `: ${unsigned.join(', ')}` : '');
}
