import { AwsError } from '../../server/awsError.ts';
import { readBody } from '../../server/body/readBody.ts';
import type { XmlValue } from '../../server/xml.ts';
import { longestKey } from '../../store/keyLength.ts';
import { writeConditions } from './conditions.ts';
import { sendEmpty, sendXml, type S3Call } from './s3Call.ts';
import { keyTooLong, malformedXml, noSuchBucket, notImplemented } from './s3Errors.ts';
import { childText, children, parseXml, type XmlElement } from './xmlInput.ts';

export async function deleteObject(call: S3Call): Promise<void> {
  const { objects, bucket, key, request } = call;
  await objects.remove(bucket, key, writeConditions(request.headers, key));
  sendEmpty(call, 204);
}

export async function deleteObjects(call: S3Call): Promise<void> {
  const { objects, bucket, request } = call;
  if (objects.bucket(bucket) === undefined) throw noSuchBucket(bucket);
  const list = parseXml(await readBody(request.body.content(), 4 * 1024 * 1024), 'Delete');
  const wanted = children(list, 'Object');
  if (wanted.length === 0 || wanted.length > 1000) throw malformedXml();
  const isQuiet = childText(list, 'Quiet')?.trim() === 'true';
  const deleted: XmlValue[] = [];
  const errors: XmlValue[] = [];
  for (const object of wanted) {
    const key = childText(object, 'Key') ?? '';
    if (key === '') throw malformedXml();
    try {
      await deleteOne(call, key, object);
      deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ Key: key, Code: error.code, Message: error.message });
    }
  }
  sendXml(call, 'DeleteResult', { ...(isQuiet ? {} : { Deleted: deleted }), Error: errors });
}

async function deleteOne({ objects, bucket }: S3Call, key: string, object: XmlElement): Promise<void> {
  if (Buffer.byteLength(key) > longestKey) throw keyTooLong(Buffer.byteLength(key));
  const version = childText(object, 'VersionId');
  if (version !== undefined && version !== 'null') throw notImplemented('versions of objects');
  await objects.remove(bucket, key, writeConditions({ 'if-match': childText(object, 'ETag') }, key));
}
