import type { DescribeLogStreamsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { SdkClients } from '../clients.ts';
import type { LogPlace } from './logPlace.ts';

/** One log of a resource: of a host, a variant's instance, or what a notebook instance's scripts print. */
export interface LogStream {
  readonly group: string;
  readonly name: string;
  /** Its name without what is the resource's own. */
  readonly label: string;
  /** Epoch milliseconds; undefined where nothing was logged or AWS does not tell. */
  readonly lastEvent?: number;
}

const sdk = () => import('../sdk/logsSdk.ts');

/** All streams of a resource's log, by name; none before its first line. */
export async function logStreamsOf(clients: SdkClients, { group, prefix }: LogPlace): Promise<LogStream[]> {
  const [{ DescribeLogStreamsCommand }, client] = await Promise.all([sdk(), clients.logs()]);
  const found: LogStream[] = [];
  let nextToken: string | undefined;
  do {
    const page: DescribeLogStreamsResponse = await client
      .send(
        new DescribeLogStreamsCommand({
          logGroupName: group,
          orderBy: 'LogStreamName',
          ...(prefix !== '' && { logStreamNamePrefix: prefix }),
          ...(nextToken !== undefined && { nextToken }),
        }),
      )
      .catch((error: unknown) => {
        // The group appears with the first log line.
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return {};
        throw error;
      });
    for (const { logStreamName: name = '', lastEventTimestamp: lastEvent } of page.logStreams ?? [])
      found.push({ group, name, label: name.slice(prefix.length), ...(lastEvent !== undefined && { lastEvent }) });
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}
