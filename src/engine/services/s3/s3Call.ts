import type { ServerResponse } from 'node:http';
import { AwsError } from '../../server/awsError.ts';
import type { SignedRequest } from '../../server/serviceHandler.ts';
import { writeXml, type XmlValue } from '../../server/xml.ts';
import type { MultipartUploads } from '../../store/multipartUploads.ts';
import type { ObjectStore } from '../../store/objectStore.ts';

/** What S3's operations work with. */
export interface S3Parts {
  readonly objects: ObjectStore;
  readonly uploads: MultipartUploads;
  readonly region: string;
  readonly accountId: string;
}

/** One request, its path taken apart. */
export interface S3Call extends S3Parts {
  readonly request: SignedRequest;
  readonly response: ServerResponse;
  /** Empty for ListBuckets. */
  readonly bucket: string;
  /** Empty for operations on a bucket. */
  readonly key: string;
}

export type S3Operation = (call: S3Call) => Promise<void>;

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function sendXml(call: S3Call, root: string, content: XmlValue, headers: Record<string, string> = {}): void {
  const text = writeXml(root, content, namespace);
  call.response.writeHead(200, {
    'Content-Type': 'application/xml',
    'Content-Length': Buffer.byteLength(text),
    'x-amz-request-id': call.request.requestId,
    ...headers,
  });
  call.response.end(text);
}

export function sendEmpty(call: S3Call, status: number, headers: Record<string, string> = {}): void {
  const length = status === 204 ? {} : { 'Content-Length': 0 };
  call.response.writeHead(status, { ...length, 'x-amz-request-id': call.request.requestId, ...headers });
  call.response.end();
}

/** As S3 writes times in XML. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/**
 * A whole number from the query.
 * @throws AwsError InvalidArgument.
 */
export function wholeNumber(call: S3Call, name: string, fallback: number, max: number): number {
  const text = call.request.query.get(name);
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1) {
    throw new AwsError('InvalidArgument', `Provided ${name} not an integer or within integer range`, 400, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Math.min(Number(text), max);
}
