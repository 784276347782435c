import { localAccountId, localRegion, type EngineCredentials } from '../../shared/node/engineFiles.ts';
import { exportLines } from '../../shared/node/localEnvironment.ts';

/** What a program needs to talk to the engine: one line of JSON, or lines to paste into a shell. */
export function announcement(port: number, credentials: EngineCredentials, json: boolean): string {
  const endpoint = `http://127.0.0.1:${port}`;
  if (!json) return exportLines(endpoint, credentials);
  return `${JSON.stringify({ endpoint, ...credentials, region: localRegion, accountId: localAccountId })}\n`;
}
