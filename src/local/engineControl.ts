import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { EngineCredentials } from '../shared/node/engineFiles.ts';
import { localRegion } from '../shared/node/engineFiles.ts';

/**
 * Tells the engine on a port to end at its first moment without a running job. Signed with the state directory's credentials:
 * only who may read that directory may do this.
 * @returns False when the engine refused or was gone.
 */
export async function drainEngine(port: number, credentials: EngineCredentials): Promise<boolean> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const signer = new SignatureV4({ service: 'sagemaker-local', region: localRegion, credentials, sha256: Sha256 });
  const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', port, path: '/_engine/drain', query: {} };
  const signed = await signer.sign({ ...request, headers: { host: `127.0.0.1:${port}` } });
  const { host, ...headers } = signed.headers; // fetch sets the host itself, to the same value
  const answer = await fetch(`http://127.0.0.1:${port}${request.path}`, { method: 'POST', headers });
  return answer.ok;
}

/** The hash that the signer asks for, from Node's own. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('Not used by the signer.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
