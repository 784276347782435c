import { AwsError } from '../../server/awsError.ts';
import type { LogStore } from '../../store/logStore.ts';
import { missing } from './logsInput.ts';

/** What the operations of CloudWatch Logs work with. */
export interface LogsParts {
  readonly logs: LogStore;
  readonly region: string;
  readonly accountId: string;
}

export function groupArn({ region, accountId }: LogsParts, group: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
}

/** @throws AwsError ResourceNotFoundException. */
export async function requireGroup({ logs }: LogsParts, group: string): Promise<void> {
  if ((await logs.group(group)) === undefined) throw missing('log group');
}

/** @throws AwsError ResourceNotFoundException. */
export async function requireStream(parts: LogsParts, group: string, stream: string): Promise<void> {
  await requireGroup(parts, group);
  if ((await parts.logs.stream(group, stream)) === undefined) throw missing('log stream');
}

/** A token that holds where the next page starts. */
export function encodePlace(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws AwsError InvalidParameterException for a token that is not one of ours. */
export function decodePlace(token: string): (string | number)[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(place)) return place as (string | number)[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
}
