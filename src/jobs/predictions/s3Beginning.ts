import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import { UserError } from '../../shared/errors.ts';

const loadSdk = () => import('../../sagemaker/sdk/s3Sdk.ts');

/**
 * Copies at most the first bytes of an object to a file; nothing of it is read here.
 * @returns Whether that is all of it, and when it was written. @throws UserError naming the object.
 */
export async function copyBeginning(
  clients: SdkClients,
  bucket: string,
  key: string,
  { path, mostBytes, signal }: { readonly path: string; readonly mostBytes: number; readonly signal: AbortSignal },
): Promise<{ readonly isWhole: boolean; readonly written: Date | undefined }> {
  const [{ GetObjectCommand, HeadObjectCommand }, client] = await Promise.all([loadSdk(), clients.s3()]);
  const at = { Bucket: bucket, Key: key };
  try {
    const { ContentLength: size = 0 } = await client.send(new HeadObjectCommand(at), { abortSignal: signal });
    // S3 refuses a range of an empty object.
    const range = size > mostBytes ? { Range: `bytes=0-${mostBytes - 1}` } : {};
    const { Body, LastModified: written } = await client.send(new GetObjectCommand({ ...at, ...range }), {
      abortSignal: signal,
    });
    await pipeline(Body as Readable, createWriteStream(path, { mode: 0o600 }), { signal });
    return { isWhole: size <= mostBytes, written };
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError(`s3://${bucket}/${key} could not be read: ${reasonText(error)}`, { cause: error });
  }
}

/** The keys below a prefix, the first 1,000. */
export async function listKeys(clients: SdkClients, bucket: string, prefix: string): Promise<string[]> {
  const [{ ListObjectsV2Command }, client] = await Promise.all([loadSdk(), clients.s3()]);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return Contents.map(({ Key = '' }) => Key);
}
