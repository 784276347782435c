import type { EngineCredentials, EngineIdentity } from '../../shared/node/engineFiles.ts';
import { exportLines } from '../../shared/node/localEnvironment.ts';
import { jobRoleArn } from '../services/iam/roles.ts';
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

/** For a person with a notebook: the SageMaker SDK (2.257.7, session.py) spells out AWS's address of STS, whatever AWS_ENDPOINT_URL says. */
export function roleHint({ accountId }: Pick<EngineIdentity, 'accountId'>): string {
  return `In Python, write role = '${jobRoleArn(accountId)}' instead of sagemaker.get_execution_role(), which asks AWS itself.`;
}
