import { AwsError } from '../awsError.ts';

/** How much a body may have, and what a client is told beyond that. */
export interface BodyLimit {
  readonly bytes: number;
  readonly refusal: (bytes: number) => AwsError;
}

/**
 * Reads a whole body.
 * @param limit - Bytes, where RequestEntityTooLargeException says what is wrong beyond them.
 * @throws AwsError of the limit.
 */
export async function readBody(body: AsyncIterable<Buffer>, limit: number | BodyLimit): Promise<Buffer> {
  const { bytes, refusal } = typeof limit === 'number' ? { bytes: limit, refusal: tooLarge } : limit;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bytes) throw refusal(bytes);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

function tooLarge(bytes: number): AwsError {
  return new AwsError('RequestEntityTooLargeException', `The request is larger than ${bytes} bytes.`, 413);
}
