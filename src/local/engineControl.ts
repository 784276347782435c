import { localRegion, type EngineCredentials } from '../shared/node/engineFiles.ts';
import { Sha256 } from './signerHash.ts';

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
