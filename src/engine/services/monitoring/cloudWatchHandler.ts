import { cbor } from '@smithy/core/cbor';
import type { ServerResponse } from 'node:http';
import { AwsError } from '../../server/awsError.ts';
import { Decimal } from '../../server/decimal.ts';
import { encodeCbor } from '../../server/encodeCbor.ts';
import { readBody } from '../../server/body/readBody.ts';
import type { JsonObject, JsonService } from '../../server/jsonService.ts';
import { readForm } from '../../server/queryForm.ts';
import type { ServiceHandler, SignedRequest } from '../../server/serviceHandler.ts';
import { writeXml, type XmlValue } from '../../server/xml.ts';
import type { CloudWatchOperations } from './cloudWatch.ts';
import type { Members } from './members.ts';

const largestBody = 1024 * 1024;
const targetPrefix = 'GraniteServiceVersion20100801';
const namespace = 'http://monitoring.amazonaws.com/doc/2010-08-01/';
const cborPath = new RegExp(`^/service/${targetPrefix}/operation/(\\w+)$`);

/** CloudWatch for clients that speak AWS JSON 1.0. */
export function createCloudWatchJsonService(operations: CloudWatchOperations): JsonService {
  const inJson = Object.entries(operations).map(([name, run]) => [
    name,
    async (input: JsonObject) => mapLeaves(await run(input), jsonLeaf) as JsonObject,
  ]);
  return {
    targetPrefix,
    jsonVersion: '1.0',
    operations: Object.fromEntries(inJson) as JsonService['operations'],
  };
}

/** CloudWatch for clients that speak Smithy RPC v2 CBOR (boto3 since 1.40) or the query protocol (the AWS CLI of old). */
export function createCloudWatchHandler(operations: CloudWatchOperations): ServiceHandler {
  return {
    protocol: 'query',
    async handle(request, response) {
      const body = await readBody(request.body.content(), largestBody);
      const cborOperation = cborPath.exec(request.path)?.[1];
      if (cborOperation === undefined) await answerForm(operations, request, body, response);
      else await answerCbor(operations, cborOperation, { request, body, response });
    },
  };
}

async function answerCbor(
  operations: CloudWatchOperations,
  name: string,
  { request, body, response }: { request: SignedRequest; body: Buffer; response: ServerResponse },
): Promise<void> {
  const output = await operationNamed(operations, name)(decode(body));
  const bytes = encodeCbor(mapLeaves(output, asDouble));
  response.writeHead(200, {
    'Content-Type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'Content-Length': bytes.length,
    'x-amzn-RequestId': request.requestId,
  });
  response.end(bytes);
}

function decode(body: Buffer): Members {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = cbor.deserialize(new Uint8Array(body));
  } catch (error) {
    throw new AwsError('SerializationException', 'The request is not valid CBOR.', 400, { cause: String(error) });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw new AwsError('SerializationException', 'The request is not a CBOR map.');
}

async function answerForm(
  operations: CloudWatchOperations,
  request: SignedRequest,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(body.toString('utf8'));
  for (const [key, value] of request.query) if (!form.has(key)) form.set(key, value);
  const action = form.get('Action') ?? '';
  const output = await inWordsOfQuery(async () => operationNamed(operations, action)(readForm(form)));
  const text = writeXml(
    `${action}Response`,
    { [`${action}Result`]: toXml(output), ResponseMetadata: { RequestId: request.requestId } },
    namespace,
  );
  response.writeHead(200, {
    'Content-Type': 'text/xml',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': request.requestId,
  });
  response.end(text);
}

function operationNamed(operations: CloudWatchOperations, name: string): CloudWatchOperations[string] {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  throw new AwsError('UnknownOperationException', `The local engine does not know the CloudWatch operation '${name}'.`);
}

/** The query protocol has older names for the same errors (botocore's model: `error.code`). */
async function inWordsOfQuery(run: () => Promise<Members>): Promise<Members> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = {
      MissingRequiredParameterException: 'MissingParameter',
      UnknownOperationException: 'InvalidAction',
    }[error.code];
    throw new AwsError(code ?? error.code.replace(/Exception$/, ''), error.message, error.status);
  }
}

/** Lists are `member` elements, instants ISO 8601. */
function toXml(value: unknown): XmlValue {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return { member: value.map(toXml) };
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, toXml(child)]));
  return value as XmlValue;
}

/** Every number of CloudWatch's answers is a double. */
function asDouble(leaf: unknown): unknown {
  return typeof leaf === 'number' ? new Decimal(leaf) : leaf;
}

function jsonLeaf(leaf: unknown): unknown {
  return leaf instanceof Date ? leaf.getTime() / 1000 : asDouble(leaf);
}

function mapLeaves(value: unknown, convert: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, convert));
  if (typeof value !== 'object' || value === null || value instanceof Date) return convert(value);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mapLeaves(child, convert)]));
}
