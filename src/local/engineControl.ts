import { localRegion, type EngineCredentials } from '../shared/node/engineFiles.ts';
import type { PythonAnswer } from '../shared/node/pythonAnswer.ts';
import { headersOf } from '../shared/node/runnerWish.ts';
import { Sha256 } from './signerHash.ts';

/**
 * Tells the engine on a port to end at its first moment without a running job. Signed with the state directory's credentials:
 * only who may read that directory may do this.
 * @returns False when the engine refused or was gone.
 */
export async function drainEngine(port: number, credentials: EngineCredentials): Promise<boolean> {
  const answer = await post(`http://127.0.0.1:${port}`, credentials, '/_engine/drain');
  return answer.ok;
}

/**
 * Asks the engine which interpreter a job would get.
 * @param interpreter - The one that the job would wish for; undefined leaves it to the engine.
 * @returns Undefined from an older engine, which does not know the question.
 */
export async function askPython(
  endpoint: string,
  credentials: EngineCredentials,
  interpreter: string | undefined,
): Promise<PythonAnswer | undefined> {
  const wish = headersOf({ runner: 'auto', ...(interpreter === undefined ? {} : { interpreter }) });
  const answer = await post(endpoint, credentials, '/_engine/python', wish);
  return answer.ok ? ((await answer.json()) as PythonAnswer) : undefined;
}

async function post(
  endpoint: string,
  credentials: EngineCredentials,
  path: string,
  ownHeaders: Record<string, string> = {},
): Promise<Response> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const { host, hostname, port } = new URL(endpoint);
  const signer = new SignatureV4({ service: 'sagemaker-local', region: localRegion, credentials, sha256: Sha256 });
  const request = { method: 'POST', protocol: 'http:', hostname, port: Number(port), path, query: {} };
  const signed = await signer.sign({ ...request, headers: { host, ...ownHeaders } });
  const { host: _, ...headers } = signed.headers; // fetch sets the host itself, to the same value
  return fetch(`${endpoint}${path}`, { method: 'POST', headers });
}
