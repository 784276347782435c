import { open } from 'node:fs/promises';
import type { SdkClients } from './clients.ts';

const loadSdk = () => import('./sdk/s3Sdk.ts');

const isMissing = (error: unknown): boolean =>
  error instanceof Error && ['NotFound', 'NoSuchKey', 'NoSuchBucket'].includes(error.name);

/** @returns The object's size in bytes, or undefined when it is not there. */
export async function objectSize(clients: SdkClients, bucket: string, key: string): Promise<number | undefined> {
  const [{ HeadObjectCommand }, client] = await Promise.all([loadSdk(), clients.s3()]);
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength ?? 0;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A file on this machine; `sha256` of its content, in hex. */
export interface LocalContent {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** Uploads a file; S3 refuses it when what arrives is not what was read before. */
export async function putFile(
  clients: SdkClients,
  bucket: string,
  key: string,
  file: LocalContent,
  signal?: AbortSignal,
): Promise<void> {
  const [{ PutObjectCommand }, client] = await Promise.all([loadSdk(), clients.s3()]);
  const opened = await open(file.path);
  const body = opened.createReadStream({ autoClose: false });
  try {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: file.size,
      ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
    });
    await client.send(command, signal === undefined ? {} : { abortSignal: signal });
  } finally {
    body.destroy();
    await opened.close();
  }
}
