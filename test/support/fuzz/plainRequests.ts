import { cbor } from '@smithy/core/cbor';
import type { ServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import { RequestGenerator } from '../brokenRequests.ts';
import type { Dice } from './dice.ts';

export type Json = Record<string, unknown>;

/** A request as a client would make it, before it is signed and spoilt. */
export interface PlainRequest {
  readonly protocol: 'json' | 'query' | 'cbor' | 's3' | 'rest';
  readonly service: string;
  readonly method: string;
  /** Encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What `body` says, where that is JSON, CBOR or a form. */
  readonly members: Json;
}

/** What signed requests work on; what the test keeps has other names. */
export const fuzzBucket = 'fuzz-bucket';
/** Answers for a model while the fuzz runs. */
export const fuzzEndpoint = 'fuzz-endpoint';
const group = '/fuzz/group';
const stream = 'fuzz/stream';
const now = Math.floor(Date.now() / 1000);

const logs: Readonly<Record<string, Json>> = {
  CreateLogGroup: { logGroupName: group },
  CreateLogStream: { logGroupName: group, logStreamName: stream },
  PutLogEvents: { logGroupName: group, logStreamName: stream, logEvents: [{ timestamp: now * 1000, message: 'line' }] },
  GetLogEvents: { logGroupName: group, logStreamName: stream, startFromHead: true, limit: 5, nextToken: 'f/1/s' },
  FilterLogEvents: { logGroupName: group, filterPattern: '{ $.a = 1 }', limit: 5, nextToken: 'token' },
  DescribeLogGroups: { logGroupNamePrefix: '/fuzz', limit: 5, nextToken: 'token' },
  DescribeLogStreams: { logGroupName: group, orderBy: 'LastEventTime', descending: true, nextToken: 'token' },
};

const dimensions = [{ Name: 'Host', Value: 'one' }];
const metric = { Namespace: 'fuzz', MetricName: 'loss', Dimensions: dimensions };
const cloudWatch: Readonly<Record<string, Json>> = {
  PutMetricData: {
    Namespace: 'fuzz',
    MetricData: [{ MetricName: 'loss', Dimensions: dimensions, Timestamp: now, Value: 1, Unit: 'None' }],
  },
  GetMetricStatistics: { ...metric, StartTime: now - 600, EndTime: now, Period: 60, Statistics: ['Average'] },
  GetMetricData: {
    MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: metric, Period: 60, Stat: 'Average' } }],
    StartTime: now - 600,
    EndTime: now,
  },
  ListMetrics: { ...metric, NextToken: 'token' },
};

const repository = { repositoryName: 'fuzz/repository' };
const ecr: Readonly<Record<string, Json>> = {
  CreateRepository: { ...repository, tags: [{ Key: 'a', Value: 'b' }], imageTagMutability: 'MUTABLE' },
  DescribeRepositories: { repositoryNames: ['fuzz/repository'], maxResults: 10 },
  DeleteRepository: { ...repository, force: true },
  ListImages: { ...repository, filter: { tagStatus: 'TAGGED' }, maxResults: 10, nextToken: 'token' },
  DescribeImages: { ...repository, imageIds: [{ imageTag: 'latest' }] },
  GetAuthorizationToken: {},
  ListTagsForResource: { resourceArn: 'arn:aws:ecr:us-east-1:000000000000:repository/fuzz/repository' },
};

const forms: readonly (readonly [service: string, form: Record<string, string>])[] = [
  ['sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' }],
  [
    'sts',
    { Action: 'AssumeRole', RoleArn: 'arn:aws:iam::000000000000:role/r', RoleSessionName: 's', DurationSeconds: '900' },
  ],
  ['iam', { Action: 'GetRole', RoleName: 'AmazonSageMaker-ExecutionRole' }],
  ['iam', { Action: 'ListRoles', PathPrefix: '/', MaxItems: '10', Marker: 'm' }],
  [
    'monitoring',
    {
      Action: 'PutMetricData',
      Namespace: 'fuzz',
      'MetricData.member.1.MetricName': 'loss',
      'MetricData.member.1.Value': '1',
      'MetricData.member.1.Dimensions.member.1.Name': 'Host',
      'MetricData.member.1.Dimensions.member.1.Value': 'one',
    },
  ],
  ['monitoring', { Action: 'ListMetrics', Namespace: 'fuzz', 'Dimensions.member.1.Name': 'Host' }],
  [
    'monitoring',
    {
      Action: 'GetMetricStatistics',
      Namespace: 'fuzz',
      MetricName: 'loss',
      StartTime: new Date((now - 600) * 1000).toISOString(),
      EndTime: new Date(now * 1000).toISOString(),
      Period: '60',
      'Statistics.member.1': 'Average',
    },
  ],
];

type S3Ask = Pick<PlainRequest, 'method' | 'path'> &
  Partial<Pick<PlainRequest, 'query' | 'headers'>> & { body?: string };

const object = `/${fuzzBucket}/folder/object`;
const s3: readonly S3Ask[] = [
  { method: 'PUT', path: object, body: 'content', headers: { 'x-amz-meta-a': 'b', 'content-type': 'text/plain' } },
  {
    method: 'PUT',
    path: object,
    body: 'content',
    headers: { 'content-md5': 'mgNkuembtIDdJeHwKEyFVQ==', 'if-none-match': '*' },
  },
  { method: 'GET', path: object, headers: { range: 'bytes=1-3', 'if-match': '"e"' } },
  { method: 'GET', path: object, query: { partNumber: '1', 'response-content-type': 'text/html' } },
  { method: 'HEAD', path: object, headers: { 'if-modified-since': new Date().toUTCString() } },
  { method: 'DELETE', path: object },
  { method: 'PUT', path: `/${fuzzBucket}/copy`, headers: { 'x-amz-copy-source': `${fuzzBucket}/folder/object` } },
  {
    method: 'GET',
    path: `/${fuzzBucket}`,
    query: { 'list-type': '2', prefix: 'f', delimiter: '/', 'max-keys': '3', 'continuation-token': 't' },
  },
  {
    method: 'GET',
    path: `/${fuzzBucket}`,
    query: { prefix: 'f', delimiter: '/', marker: 'a', 'encoding-type': 'url' },
  },
  { method: 'GET', path: `/${fuzzBucket}`, query: { uploads: '', 'max-uploads': '3', 'key-marker': 'k' } },
  { method: 'GET', path: `/${fuzzBucket}`, query: { location: '' } },
  { method: 'PUT', path: `/${fuzzBucket}` },
  { method: 'HEAD', path: `/${fuzzBucket}` },
  { method: 'GET', path: '/' },
  { method: 'POST', path: object, query: { uploads: '' } },
  { method: 'PUT', path: object, query: { partNumber: '1', uploadId: 'upload' }, body: 'part' },
  {
    method: 'POST',
    path: object,
    query: { uploadId: 'upload' },
    body: '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"e"</ETag></Part></CompleteMultipartUpload>',
  },
  { method: 'DELETE', path: object, query: { uploadId: 'upload' } },
  {
    method: 'POST',
    path: `/${fuzzBucket}`,
    query: { delete: '' },
    headers: { 'content-md5': '' },
    body: '<Delete><Object><Key>folder/object</Key></Object><Object><Key>../keep</Key></Object><Quiet>true</Quiet></Delete>',
  },
];

const runtime: readonly S3Ask[] = ['invocations', 'async-invocations', 'invocations-response-stream'].map((kind) => ({
  method: 'POST',
  path: `/endpoints/${fuzzEndpoint}/${kind}`,
  headers: {
    'content-type': 'text/csv',
    accept: 'text/csv',
    'x-amzn-sagemaker-custom-attributes': 'trace=1',
    'x-amzn-sagemaker-inference-id': 'id',
    'x-amzn-sagemaker-target-variant': 'only',
  },
  body: '0.5,0.25\n1,,\n',
}));

/** Valid requests of every protocol that the engine speaks. */
export class PlainRequests {
  private readonly sageMaker = new Map<string, Json>();

  constructor(model: ServiceModel) {
    // Nothing here runs this image, so no job of the fuzz trains for minutes.
    const fixed = { TrainingImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1', S3DataType: 'S3Prefix' };
    const generator = new RequestGenerator(model, 1, fixed);
    for (const operation of model.operations)
      this.sageMaker.set(operation, validOr(generator, model.inputOf(operation)));
  }

  any(dice: Dice): PlainRequest {
    switch (dice.below(7)) {
      case 0:
        return this.query(dice);
      case 1:
        return this.cbor(dice);
      case 2:
      case 3:
        return this.s3(dice);
      case 4:
        return this.rest(dice);
      default:
        return this.json(dice);
    }
  }

  json(dice: Dice): PlainRequest {
    const [prefix, service, version, table] = dice.pick([
      ['SageMaker', 'sagemaker', '1.1', Object.fromEntries(this.sageMaker)],
      ['Logs_20140328', 'logs', '1.1', logs],
      ['GraniteServiceVersion20100801', 'monitoring', '1.0', cloudWatch],
      ['AmazonEC2ContainerRegistry_V20150921', 'ecr', '1.1', ecr],
    ] as const);
    const [operation, members] = dice.pick(Object.entries(table));
    return {
      ...{ protocol: 'json', service, method: 'POST', path: '/', query: {}, members },
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${operation}` },
      body: Buffer.from(JSON.stringify(members)),
    };
  }

  cbor(dice: Dice): PlainRequest {
    const [operation, members] = dice.pick(Object.entries(cloudWatch));
    return {
      ...{ protocol: 'cbor', service: 'monitoring', method: 'POST', query: {}, members },
      path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      body: Buffer.from(cbor.serialize(members)),
    };
  }

  query(dice: Dice): PlainRequest {
    const [service, members] = dice.pick(forms);
    return {
      ...{ protocol: 'query', service, method: 'POST', path: '/', query: {}, members },
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: Buffer.from(new URLSearchParams(members).toString()),
    };
  }

  s3(dice: Dice): PlainRequest {
    const { body = '', query = {}, headers = {}, ...line } = dice.pick(s3);
    return { protocol: 's3', service: 's3', members: {}, ...line, query, headers, body: Buffer.from(body) };
  }

  rest(dice: Dice): PlainRequest {
    const { body = '', headers = {}, ...line } = dice.pick([runtime[0] ?? { method: '', path: '' }, ...runtime]);
    return {
      protocol: 'rest',
      service: 'sagemaker',
      members: {},
      ...line,
      query: {},
      headers,
      body: Buffer.from(body),
    };
  }
}

/** Some shapes have a pattern that none of the generator's texts fits: then there is nothing in the request. */
function validOr(generator: RequestGenerator, shape: string): Json {
  try {
    return generator.valid(shape);
  } catch {
    return {};
  }
}
