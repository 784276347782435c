import type { EngineCredentials, EngineIdentity } from '../../shared/node/engineFiles.ts';
import { exportLines } from '../../shared/node/localEnvironment.ts';
import type { EngineCommand } from './commandLine.ts';

/** What a program needs to talk to the engine: one line of JSON, or lines to paste into a shell. */
export function announcement(
  port: number,
  credentials: EngineCredentials,
  { region, accountId }: EngineIdentity,
  { json, stateDirectory }: Pick<EngineCommand, 'json' | 'stateDirectory'>,
): string {
  const endpoint = `http://127.0.0.1:${port}`;
  if (!json) return exportLines(endpoint, credentials, region, stateDirectory);
  return `${JSON.stringify({ endpoint, ...credentials, region, accountId })}\n`;
}
