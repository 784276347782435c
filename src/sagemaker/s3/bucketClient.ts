import type { S3Client } from '@aws-sdk/client-s3';
import type { SdkClients } from '../clients.ts';

/**
 * Asks a bucket where it is: S3 tells a client that asks in another region which one is right, and then it is asked there, now and from now on.
 * @param ask - Called once more with another client after such an answer, so it makes its streams itself.
 */
export async function askBucket<T>(
  clients: SdkClients,
  bucket: string,
  ask: (client: S3Client) => Promise<T>,
): Promise<T> {
  const region = clients.bucketRegions.get(bucket) ?? clients.connection.region;
  try {
    return await ask(await clients.s3(region));
  } catch (error) {
    const right = regionTold(error);
    if (right === undefined || right === region) throw error;
    clients.bucketRegions.set(bucket, right);
    return ask(await clients.s3(right));
  }
}

/** The region of a redirection (S3 API reference, "Error responses": PermanentRedirect, AuthorizationHeaderMalformed, IllegalLocationConstraintException). */
function regionTold(error: unknown): string | undefined {
  const { $metadata, $response, Region } = error as {
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
    Region?: string;
  };
  // 403 and 404 have the header too, and mean what they say only where the bucket is.
  const isAboutPlace = [301, 307, 400].includes($metadata?.httpStatusCode ?? 0);
  return isAboutPlace ? ($response?.headers?.['x-amz-bucket-region'] ?? Region) : undefined;
}
