import { localAccountId, localRegion, type EngineCredentials } from '../../shared/node/engineFiles.ts';
import { platform } from '../../shared/node/platform.ts';

/** What a program needs to talk to the engine: one line of JSON, or lines to paste into a shell. */
export function announcement(port: number, credentials: EngineCredentials, json: boolean): string {
  const endpoint = `http://127.0.0.1:${port}`;
  if (json) return `${JSON.stringify({ endpoint, ...credentials, region: localRegion, accountId: localAccountId })}\n`;
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${platform.exportLine(name, value)}\n`)
    .join('');
}
