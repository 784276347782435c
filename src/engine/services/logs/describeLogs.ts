import type { JsonObject } from '../../server/jsonService.ts';
import { compareUtf8 } from '../../store/keyTree.ts';
import type { LogStreamInfo } from '../../store/logStore.ts';
import { groupName, invalidParameter, optionalText, pageLimit } from './logsInput.ts';
import { decodePlace, encodePlace, groupArn, requireGroup, type LogsParts } from './logsParts.ts';

const largestPage = 50;

export async function describeLogGroups(parts: LogsParts, input: JsonObject): Promise<JsonObject> {
  const limit = pageLimit(input, largestPage);
  const prefix = optionalText(input, 'logGroupNamePrefix') ?? '';
  const pattern = optionalText(input, 'logGroupNamePattern')?.toLowerCase() ?? '';
  const token = optionalText(input, 'nextToken');
  const after = token === undefined ? '' : String(decodePlace(token)[0]);
  const logGroups: JsonObject[] = [];
  for await (const { name, created } of parts.logs.groups(prefix, after)) {
    if (!name.toLowerCase().includes(pattern)) continue;
    if (logGroups.length === limit) {
      return { logGroups, nextToken: encodePlace([String(logGroups.at(-1)?.['logGroupName'])]) };
    }
    const arn = groupArn(parts, name);
    logGroups.push({
      logGroupName: name,
      creationTime: created,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      logGroupClass: 'STANDARD',
      storedBytes: 0,
    });
  }
  return { logGroups };
}

export async function describeLogStreams(parts: LogsParts, input: JsonObject): Promise<JsonObject> {
  const group = groupName(input);
  const limit = pageLimit(input, largestPage);
  const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
  const orderBy = optionalText(input, 'orderBy') ?? 'LogStreamName';
  const isDescending = input['descending'] === true;
  if (orderBy !== 'LogStreamName' && orderBy !== 'LastEventTime') {
    throw invalidParameter('orderBy must be LogStreamName or LastEventTime.');
  }
  if (orderBy === 'LastEventTime' && prefix !== '') {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  await requireGroup(parts, group);
  const token = optionalText(input, 'nextToken');
  const after = token === undefined ? undefined : decodePlace(token);
  const isPlain = orderBy === 'LogStreamName' && !isDescending;
  const found = isPlain
    ? parts.logs.streams(group, prefix, String(after?.[1] ?? ''))
    : await sorted(parts.logs.streams(group, prefix), orderBy, isDescending, after);
  const page: LogStreamInfo[] = [];
  for await (const stream of found) {
    if (page.length < limit) page.push(stream);
    else {
      const last = page.at(-1);
      const nextToken = last === undefined ? undefined : encodePlace(placeOf(last, orderBy));
      return { logStreams: await describeAll(parts, group, page), nextToken };
    }
  }
  return { logStreams: await describeAll(parts, group, page) };
}

type Place = readonly [time: number, name: string];

function placeOf({ name, extent }: LogStreamInfo, orderBy: string): Place {
  return [orderBy === 'LastEventTime' ? (extent.last ?? 0) : 0, name];
}

/** Orders that the names on disk are not in need every stream's end. */
async function sorted(
  streams: AsyncIterable<LogStreamInfo>,
  orderBy: string,
  isDescending: boolean,
  after: (string | number)[] | undefined,
): Promise<LogStreamInfo[]> {
  const direction = isDescending ? -1 : 1;
  const compare = (a: Place, b: Place): number => direction * (a[0] - b[0] || compareUtf8(a[1], b[1]));
  const all: { place: Place; stream: LogStreamInfo }[] = [];
  for await (const stream of streams) all.push({ place: placeOf(stream, orderBy), stream });
  const start: Place | undefined = after && [Number(after[0]), String(after[1])];
  return all
    .filter(({ place }) => start === undefined || compare(place, start) > 0)
    .sort((a, b) => compare(a.place, b.place))
    .map(({ stream }) => stream);
}

function describeAll(parts: LogsParts, group: string, page: readonly LogStreamInfo[]): Promise<JsonObject[]> {
  return Promise.all(page.map((stream) => describe(parts, group, stream)));
}

async function describe(
  parts: LogsParts,
  group: string,
  { name, created, extent }: LogStreamInfo,
): Promise<JsonObject> {
  const last = await parts.logs.getEvents(group, name, { direction: 'backward', limit: 1 });
  return {
    logStreamName: name,
    creationTime: created,
    firstEventTimestamp: extent.first,
    lastEventTimestamp: extent.last,
    lastIngestionTime: last.events[0]?.ingestionTime,
    arn: `${groupArn(parts, group)}:log-stream:${name}`,
    storedBytes: 0, // as AWS answers for every stream since 2019
  };
}
