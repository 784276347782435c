import type { JsonObject, JsonOperation, JsonService } from '../../server/jsonService.ts';
import type { LogStore } from '../../store/logStore.ts';
import { describeLogGroups, describeLogStreams } from './describeLogs.ts';
import { filterLogEvents, getLogEvents } from './logEvents.ts';
import type { LogsParts } from './logsParts.ts';
import { createLogGroup, createLogStream, putLogEvents } from './writeLogs.ts';

/** CloudWatch Logs, in so far as one reads the logs of jobs and endpoints with it. */
export function createLogsService(
  logs: LogStore,
  options: { readonly region: string; readonly accountId: string },
): JsonService {
  const parts: LogsParts = { logs, ...options };
  const bind =
    (operation: (parts: LogsParts, input: JsonObject) => ReturnType<JsonOperation>): JsonOperation =>
    (input) =>
      operation(parts, input);
  return {
    targetPrefix: 'Logs_20140328',
    jsonVersion: '1.1',
    operations: {
      CreateLogGroup: bind(createLogGroup),
      CreateLogStream: bind(createLogStream),
      DescribeLogGroups: bind(describeLogGroups),
      DescribeLogStreams: bind(describeLogStreams),
      FilterLogEvents: bind(filterLogEvents),
      GetLogEvents: bind(getLogEvents),
      PutLogEvents: bind(putLogEvents),
    },
  };
}
