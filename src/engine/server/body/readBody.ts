import { AwsError } from '../awsError.ts';

/**
 * Reads a whole body.
 * @throws AwsError RequestEntityTooLargeException beyond `limit` bytes.
 */
export async function readBody(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) {
      throw new AwsError('RequestEntityTooLargeException', `The request is larger than ${limit} bytes.`, 413);
    }
  }
  return Buffer.concat(chunks, length);
}
