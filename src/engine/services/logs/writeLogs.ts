import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';
import type { LogLine } from '../../store/logRecord.ts';
import { invalidParameter, requiredName } from './logsInput.ts';
import { requireGroup, requireStream, type LogsParts } from './logsParts.ts';

export async function createLogGroup({ logs }: LogsParts, input: JsonObject): Promise<JsonObject> {
  if (await logs.createGroup(requiredName(input, 'logGroupName'))) return {};
  throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
}

export async function createLogStream(parts: LogsParts, input: JsonObject): Promise<JsonObject> {
  const group = requiredName(input, 'logGroupName');
  const stream = requiredName(input, 'logStreamName');
  await requireGroup(parts, group);
  if (await parts.logs.createStream(group, stream)) return {};
  throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
}

export async function putLogEvents(parts: LogsParts, input: JsonObject): Promise<JsonObject> {
  const group = requiredName(input, 'logGroupName');
  const stream = requiredName(input, 'logStreamName');
  const lines = readLines(input['logEvents']);
  await requireStream(parts, group, stream);
  await parts.logs.append(group, stream, lines);
  return {};
}

function readLines(events: unknown): LogLine[] {
  if (!Array.isArray(events) || events.length < 1 || events.length > 10_000) {
    throw invalidParameter('logEvents must hold 1 to 10000 events.');
  }
  let previous = 0;
  return events.map((event: unknown) => {
    const { timestamp, message } = (event ?? {}) as Partial<Record<string, unknown>>;
    if (typeof timestamp !== 'number' || !Number.isInteger(timestamp) || timestamp < 0) {
      throw invalidParameter('The timestamp of a log event must be milliseconds since the epoch.');
    }
    if (typeof message !== 'string' || message === '') throw invalidParameter('The message of a log event is empty.');
    if (timestamp < previous)
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    previous = timestamp;
    return { timestamp, message };
  });
}
