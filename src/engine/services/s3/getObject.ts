import { pipeline } from 'node:stream/promises';
import { AwsError } from '../../server/awsError.ts';
import type { ObjectInfo } from '../../store/objectRecord.ts';
import { checkReadConditions, parseRange } from './conditions.ts';
import { checksumHeaders, describeObject } from './objectHeaders.ts';
import type { S3Call } from './s3Call.ts';
import { noSuchKey } from './s3Errors.ts';

/** GetObject and HeadObject, whole or a range or a part. */
export async function getObject(call: S3Call): Promise<void> {
  const { objects, bucket, key, request, response } = call;
  const opened = await objects.open(bucket, key);
  if (opened === undefined) throw noSuchKey(key);
  const { info, file } = opened;
  try {
    const isWanted = checkReadConditions(request.headers, info);
    const range = isWanted ? (partRange(call, info) ?? parseRange(request.headers['range'], info.size)) : undefined;
    const { start, end } = range ?? { start: 0, end: info.size };
    // A checksum goes with the whole content only: clients compare it with the body that they get.
    const isWhole = isWanted && range === undefined;
    const headers = { ...answerHeaders(call, info, isWhole), 'x-amz-request-id': request.requestId };
    if (!isWanted) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(range === undefined ? 200 : 206, {
      ...headers,
      'Content-Length': end - start,
      ...(range && { 'Content-Range': `bytes ${start}-${end - 1}/${info.size}` }),
    });
    if (request.method === 'HEAD' || start === end) response.end();
    else await send(call, file.createReadStream({ start, end: end - 1, autoClose: false, highWaterMark: 1 << 18 }));
  } finally {
    await file.close();
  }
}

async function send({ response }: S3Call, content: NodeJS.ReadableStream): Promise<void> {
  try {
    await pipeline(content, response);
  } catch (error) {
    if (!response.destroyed) throw error; // else the client has gone, which is its right
  }
}

/** `response-content-type=…` and the like replace what is stored. */
function answerHeaders(call: S3Call, info: ObjectInfo, isWhole: boolean): Record<string, string> {
  const { query, headers } = call.request;
  const described: Record<string, string> = describeObject(info);
  for (const name of [
    'content-type',
    'content-language',
    'expires',
    'cache-control',
    'content-disposition',
    'content-encoding',
  ]) {
    const value = query.get(`response-${name}`);
    if (value === undefined) continue;
    for (const known of Object.keys(described)) if (known.toLowerCase() === name) delete described[known];
    described[name] = value;
  }
  const wantsChecksum = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && isWhole;
  return { ...described, ...(wantsChecksum ? checksumHeaders(info.checksum) : {}), ...partsCount(call, info) };
}

function partsCount({ request }: S3Call, { partSizes }: ObjectInfo): Record<string, string> {
  if (!request.query.has('partNumber') || partSizes === undefined) return {};
  return { 'x-amz-mp-parts-count': String(partSizes.length) };
}

/** The range of `partNumber=N`; an object that was put in one piece is its own part 1. */
function partRange({ request }: S3Call, info: ObjectInfo): { start: number; end: number } | undefined {
  const number = request.query.get('partNumber');
  if (number === undefined) return undefined;
  const sizes = info.partSizes ?? [info.size];
  const index = Number(number) - 1;
  const size = sizes[index];
  if (size === undefined) throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  const start = sizes.slice(0, index).reduce((sum, each) => sum + each, 0);
  return { start, end: start + size };
}
