import { createHash } from 'node:crypto';
import { JsonText, type JsonObject } from '../../server/jsonService.ts';
import { eventsJson } from '../../store/logRecord.ts';
import { searchEvents, type FoundEvent, type SearchPlace } from '../../store/logSearch.ts';
import { compileFilterPattern } from './filterPattern.ts';
import {
  groupName,
  invalidParameter,
  missing,
  optionalNumber,
  optionalText,
  pageLimit,
  requiredName,
} from './logsInput.ts';
import { decodePlace, encodePlace, requireGroup, requireStream, type LogsParts } from './logsParts.ts';

const largestPage = 10_000;

export async function getLogEvents(parts: LogsParts, input: JsonObject): Promise<JsonText> {
  const group = groupName(input);
  const stream = requiredName(input, 'logStreamName');
  const limit = pageLimit(input, largestPage);
  const token = parseToken(optionalText(input, 'nextToken'));
  await requireStream(parts, group, stream);
  const { text, from, to } = await parts.logs.getLines(group, stream, {
    ...timeRange(input),
    direction: token?.direction ?? (input['startFromHead'] === true ? 'forward' : 'backward'),
    ...(token && { position: token.position }),
    limit,
  });
  const tokens = { nextForwardToken: `f/${digits(to, 56)}/s`, nextBackwardToken: `b/${digits(from, 56)}/s` };
  return new JsonText(`{"events":[${eventsJson(text)}],${JSON.stringify(tokens).slice(1)}`);
}

export async function filterLogEvents(parts: LogsParts, input: JsonObject): Promise<JsonObject> {
  const group = groupName(input);
  const limit = pageLimit(input, largestPage);
  const matches = compileFilterPattern(optionalText(input, 'filterPattern') ?? '');
  const token = optionalText(input, 'nextToken');
  const after = token === undefined ? undefined : placeFrom(token);
  await requireGroup(parts, group);
  const { events, next } = await searchEvents(parts.logs, group, {
    streams: await chosenStreams(parts, group, input),
    ...timeRange(input),
    matches,
    limit,
    ...(after && { after }),
  });
  return {
    events: events.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: eventId(group, event),
    })),
    searchedLogStreams: [],
    nextToken: next && encodePlace([next.orderTime, next.stream, next.position]),
  };
}

async function chosenStreams(parts: LogsParts, group: string, input: JsonObject): Promise<string[]> {
  const prefix = optionalText(input, 'logStreamNamePrefix');
  const names = input['logStreamNames'];
  if (names !== undefined && names !== null) {
    if (prefix !== undefined) throw invalidParameter('Cannot specify both logStreamNames and logStreamNamePrefix.');
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      throw invalidParameter('logStreamNames must be a list of strings.');
    }
    for (const name of names) if ((await parts.logs.stream(group, name)) === undefined) throw missing('log stream');
    return [...new Set(names)];
  }
  const found: string[] = [];
  for await (const { name } of parts.logs.streams(group, prefix ?? '')) found.push(name);
  return found;
}

/** AWS includes the start and excludes the end. */
function timeRange(input: JsonObject): { startTime?: number; endTime?: number } {
  const startTime = optionalNumber(input, 'startTime');
  const endTime = optionalNumber(input, 'endTime');
  return { ...(startTime !== undefined && { startTime }), ...(endTime !== undefined && { endTime }) };
}

function parseToken(token: string | undefined): { direction: 'forward' | 'backward'; position: number } | undefined {
  if (token === undefined) return undefined;
  const match = /^([fb])\/(\d{1,56})\/s$/.exec(token);
  if (match === null) throw invalidParameter('The specified nextToken is invalid.');
  return { direction: match[1] === 'f' ? 'forward' : 'backward', position: Number(match[2]) };
}

function placeFrom(token: string): SearchPlace {
  const [orderTime, stream, position] = decodePlace(token);
  if (typeof orderTime === 'number' && typeof stream === 'string' && typeof position === 'number') {
    return { orderTime, stream, position };
  }
  throw invalidParameter('The specified nextToken is invalid.');
}

/** 56 digits, as AWS's are: the time, the stream, the place in it. */
function eventId(group: string, { orderTime, stream, position }: FoundEvent): string {
  const streamHash = createHash('sha256').update(`${group}\0${stream}`).digest().readBigUInt64BE();
  return digits(orderTime, 14) + digits(streamHash, 20) + digits(position, 22);
}

function digits(value: number | bigint, length: number): string {
  return String(typeof value === 'number' ? Math.max(0, Math.floor(value)) : value).padStart(length, '0');
}
